"""The types of the public API; a test holds it to the names of `__init__.py`."""

from journeyboard.audience.crowd import Crowd as Crowd
from journeyboard.audience.customers import customers as customers
from journeyboard.audience.customers import read_customers as read_customers
from journeyboard.audience.people import Audience as Audience
from journeyboard.audience.rfm import rfm as rfm
from journeyboard.errors import JourneyboardError as JourneyboardError
from journeyboard.journey.brand import Brand as Brand
from journeyboard.journey.file import dumps as dumps
from journeyboard.journey.file import load as load
from journeyboard.journey.file import load_brand as load_brand
from journeyboard.journey.file import loads as loads
from journeyboard.journey.file import save as save
from journeyboard.journey.file import save_brand as save_brand
from journeyboard.journey.graph import Journey as Journey
from journeyboard.lint.check import check as check
from journeyboard.lint.rule import Finding as Finding
from journeyboard.measurement.experiment import experiment as experiment
from journeyboard.measurement.log import EventLog as EventLog
from journeyboard.measurement.log import open_log
from journeyboard.measurement.power import power as power
from journeyboard.message.sms import sms as sms
from journeyboard.records import Consent as Consent
from journeyboard.records import Customer as Customer
from journeyboard.records import Event as Event
from journeyboard.simulation.behaviour import Behaviour as Behaviour
from journeyboard.simulation.circumstances import Circumstances as Circumstances
from journeyboard.simulation.circumstances import Limits as Limits
from journeyboard.simulation.comparing.compare import compare as compare
from journeyboard.simulation.preview import preview as preview
from journeyboard.simulation.results import Run as Run
from journeyboard.simulation.results import open_run as open_run
from journeyboard.simulation.run import simulate as simulate
from journeyboard.workflows.search import optimize as optimize

read_events = open_log
