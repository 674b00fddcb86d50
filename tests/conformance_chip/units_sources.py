"""Where the rules of several units stand."""

CAM = "ICAO Doc 9303-11, 4.4.3.3.3 and 4.4.3.5"
CARD_SECURITY = "BSI TR-03110-3, A.1.2.3; ICAO Doc 9303-11, 9.2.12"
ATR_INFO = "ICAO Doc 9303-10, 3.11.1; ISO/IEC 7816-4, 12.7"
