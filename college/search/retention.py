"""What search throws away: texts that were looked for in vain a year ago."""

from __future__ import annotations

from college.core.clock import LOCAL
from college.core.retention import of_rows
from college.search.models import SearchMiss

#: What is thrown away, by the key of its rule.
SWEEPS = {"misses": of_rows(SearchMiss, lambda before: SearchMiss.last_on < before.astimezone(LOCAL).date())}
