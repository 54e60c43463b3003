"""The service: briefings over HTTP, with jobs that survive a crash, an archive of pages, and keys.

    briefing serve --db service.db

Above the library, and built on what `briefing` gives to everybody. Importing this package costs nothing: the web
framework and the database are imported by the modules that use them.
"""
