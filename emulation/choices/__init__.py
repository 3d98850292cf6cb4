from emulation.choices.kinds import *  # noqa: F403 - one door for the choices of the app
from emulation.choices.reference import *  # noqa: F403
from emulation.choices.states import *  # noqa: F403
