"""What a run can be told: `Settings` is a value, and `load_settings` alone reads the file and the environment.

=================  ====================================================================
``_settings.py``   the value
``_loading.py``    the places put together, and whose key goes to which address
``_layers.py``     each place: the file, the environment, the caller; misspelt names
``trust.py``       which files the user trusts, and what another may not do
=================  ====================================================================
"""

from briefing.settings._layers import CONFIG_FILE
from briefing.settings._loading import load_settings
from briefing.settings._settings import EMBEDDED, OFF, SAME, PageSettings, Settings

__all__ = ["CONFIG_FILE", "EMBEDDED", "OFF", "SAME", "PageSettings", "Settings", "load_settings"]
