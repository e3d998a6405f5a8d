"""A fact about a machine, project or person in, the identifier that a program makes of it out.

Pure, and without a view of what is telemetry: rules know by it what an identifier is worth, the
probe computes this machine's, and `inspector identify` tries guesses.  Each recipe is a name that a
contract can give to a field.
"""

from inspector.recipes.constants import NOTHING
from inspector.recipes.contents import filled_up, holds_card, perhaps_spelt, spelt, version
from inspector.recipes.mac import address, local, user_id
from inspector.recipes.made import BITS, Made
from inspector.recipes.origin import Form, form_of, place, project_ids, spelled
from inspector.recipes.printed import PRINTED, Printed
from inspector.recipes.wasp import Installed, installed, name_id, project_hash

__all__ = [
    "BITS",
    "NOTHING",
    "PRINTED",
    "Form",
    "Installed",
    "Made",
    "Printed",
    "address",
    "filled_up",
    "form_of",
    "holds_card",
    "installed",
    "local",
    "name_id",
    "perhaps_spelt",
    "place",
    "project_hash",
    "project_ids",
    "spelled",
    "spelt",
    "user_id",
    "version",
]
