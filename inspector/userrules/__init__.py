"""A user's own rules: a file in gitleaks' TOML format in, rules about texts out.

They run on RE2 (the extra `re2`), whose time grows no faster than the text, whatever a pattern is.
"""

from inspector.userrules.engine import NoEngine
from inspector.userrules.loading import UserRules, UserRulesError, load

__all__ = ["NoEngine", "UserRules", "UserRulesError", "load"]
