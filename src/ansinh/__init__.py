"""ansinh: a national social-security agency on the electronic identity of its citizens."""

__version__ = "0.1.0"
