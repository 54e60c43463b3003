"""Names of outlets and their addresses."""

from __future__ import annotations

import pytest

from briefing.language.outlets import belongs, family, host_of, short_name, site_of


@pytest.mark.parametrize(
    ("name", "host"),
    [
        ("BBC News", "bbc.co.uk"),
        ("The New York Times", "nytimes.com"),
        ("Financial Times", "ft.com"),
        ("AP", "apnews.com"),
        ("Belga News Agency", "belganewsagency.eu"),
        ("Le Monde", "lemonde.fr"),
        ("CNBC Daily Open", "response.cnbc.com"),
    ],
)
def test_an_outlet_publishes_under_its_name(name, host):
    assert belongs(name, host)


@pytest.mark.parametrize(("name", "host"), [("Lena Torv", "post.example"), ("Reuters", "news.yahoo.com"), ("", "x.y")])
def test_other_names_do_not_belong_to_a_host(name, host):
    assert not belongs(name, host)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("bbc.com", "https://www.bbc.com/news/1"), ("BBC News", "https://www.bbc.co.uk/news/2")),
        (("Reuters", None), ("Reuters Business", "https://www.reuters.com/business/1")),
        (("CNBC", "https://www.cnbc.com/1"), ("CNBC Daily Open", None)),
        (("Harbour Post", "https://harbour.example/1"), ("Harbour Weekend", "https://www.harbour.example/2")),
    ],
)
def test_titles_of_one_publisher_are_one_family(one, other):
    assert family(*one) == family(*other) is not None


def test_an_agency_s_report_on_another_s_pages_is_the_agency_s():
    assert family("Reuters", "https://news.yahoo.com/1") == "reuters"


@pytest.mark.parametrize("name", ["ANI", "Apple Daily", "Skyline Gazette", "Bbcx", None])
def test_a_name_that_merely_begins_alike_is_of_no_family(name):
    assert family(name, None) is None


@pytest.mark.parametrize(
    ("stated", "url", "name"),
    [
        ("Al Jazeera – Breaking News, World News and Video from Al Jazeera", "https://www.aljazeera.com", "Al Jazeera"),
        ("World | BBC News", "https://www.bbc.co.uk/", "BBC News"),
        ("Post - Talks - Post", None, "Post"),
        ("Notes - of a pier owner", None, "Notes - of a pier owner"),
        (None, None, None),
    ],
)
def test_the_outlet_in_the_title_of_a_feed(stated, url, name):
    assert short_name(stated, url) == name


def test_hosts_and_sites():
    assert host_of("https://user@WWW.Post.example:80/a") == "post.example"
    assert host_of("/a") is None
    assert [site_of(host) for host in ("feeds.bbc.co.uk", "post.example", "localhost")] == ["bbc", "post", "localhost"]
