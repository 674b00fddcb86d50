"""The page of a counter with a card reader, and the service that reception screens listen to; for this machine alone."""

from ansinh.doors.desk.app import app
from ansinh.doors.desk.devices import Devices
from ansinh.doors.desk.local import is_loopback
from ansinh.doors.desk.site import Screens, Site, VirtualCard

__all__ = ["Devices", "Screens", "Site", "VirtualCard", "app", "is_loopback"]
