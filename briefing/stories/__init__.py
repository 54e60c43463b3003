"""Stories: the articles that report one event, with what they say merged.

`group` says which articles report one event, `tell` makes stories of them, `bottom_line` sums a page up in at most
three lines. All are pure: no clock, no network, and the order of the inputs makes no difference.

`_telling` puts a story together: its actors (`_actors`, `_sides`), its items merged (`_merging`, by `_matching`), where
offers stand (`_status`), where sources differ (`_conflicts`, `_figures`, `_quotations`), its lines and its importance.
"""

from briefing.stories._grouping import GroupingReason, explain_grouping, extend, group
from briefing.stories._importance import weigh_changes
from briefing.stories._lines import bottom_line
from briefing.stories._matching import ToldAs, told_as
from briefing.stories._reports import article_keys, outlet_key
from briefing.stories._telling import tell
from briefing.stories.options import StoryOptions, WatchList

__all__ = [
    "GroupingReason",
    "StoryOptions",
    "ToldAs",
    "WatchList",
    "article_keys",
    "bottom_line",
    "explain_grouping",
    "extend",
    "group",
    "outlet_key",
    "tell",
    "told_as",
    "weigh_changes",
]
