"""The worked examples of ICAO Doc 9303-11 beside G.1: what each side draws, and every number that comes of it.

Each value stands in the text of the document (eighth edition). Those of appendix H were compared with the tests of an unrelated program that
prints the same example, those of G.2 in part; all of them close on themselves.
What the text says otherwise than its own numbers is noted where the number stands.
"""

from dataclasses import dataclass

from ansinh.chip import access


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One run of PACE. `terminal` and `card` are what they draw, in order; all in hexadecimal digits, secret exponents modulo the group's order."""

    name: str
    oid: str
    oid_bytes: str
    parameter_id: int
    password: access.Password
    key: str
    s: str
    z: str
    terminal: tuple[str, ...]
    card: tuple[str, ...]
    mapping: tuple[str, str]
    mapped: str
    public: tuple[str, str]
    shared: str
    k_enc: str
    k_mac: str
    tokens: tuple[str, str]
    function: tuple[str, str] = ("", "")
    agreed: str = ""
    behind: str = ""  # what the card says behind its token, which nobody asked for

    @property
    def asked(self) -> list[str]:
        """The terminal's commands."""
        reference = f"{self.password.reference:02X}"
        return [
            f"0022C1A412800A{self.oid_bytes}8301{reference}8401{self.parameter_id:02X}",
            "10860000027C0000",
            _command("10", "81", self.mapping[0]),
            _command("10", "83", self.public[0]),
            _command("00", "85", self.tokens[0]),
        ]

    @property
    def answers(self) -> list[str]:
        """The card's answers, without their status words, and without what nobody asked for."""
        pairs = (("80", self.z), ("82", self.mapping[1]), ("84", self.public[1]), ("86", self.tokens[1]))
        return ["", *(_template(tag, value) for tag, value in pairs)]

    @property
    def last(self) -> str:
        """The card's last answer as it is printed."""
        return _template("86", self.tokens[1], self.behind)


def _template(tag: str, value: str, behind: str = "") -> str:
    inside = tag + _length(value) + value + behind
    return "7C" + _length(inside) + inside


def _command(cla: str, tag: str, value: str) -> str:
    data = _template(tag, value)
    return f"{cla}860000{len(data) // 2:02X}{data}00"


def _length(value: str) -> str:
    size = len(value) // 2
    return f"{size:02X}" if size < 128 else f"81{size:02X}"


def _hex(*parts: str) -> str:
    return "".join(parts).replace(" ", "")


_ORDER_OF_GROUP_0 = 0xF518AA8781A8DF278ABA4E7D64B7CB9D49462353


def _reduced(exponent: str) -> str:
    """H.2 draws exponents of 1024 bits; only what is left modulo the order of the generator matters."""
    return f"{int(exponent, 16) % _ORDER_OF_GROUP_0:040X}"


G_2 = Example(
    name="G.2: DH, generic mapping, AES-128, group 0",
    oid="0.4.0.127.0.7.2.2.4.1.2",
    oid_bytes="04007F00070202040102",
    parameter_id=0,  # the example's own command leaves the number out, which it may: the card offers one group only
    password=access.MrzKey("T22000129", "640812", "101031"),
    key="89DED1B26624EC1E634C1989302849DD",
    s="FA5B7E3E49753A0DB9178B7B9BD898C8",
    z="854D8DF5827FA6852D1A4FA701CDDDCA",
    terminal=("5265030F751F4AD18B08AC565FC7AC952E41618D", "89CCD99B0E8D3B1F11E1296DCA68EC53411CF2CA"),
    card=("66DDAFEAC1609CB5B963BB0CB3FF8B3E047F336C", "A5B780126B7C980E9FCEA1D4539DA1D27C342DFA"),
    mapping=(
        _hex(
            "23FB3749 EA030D2A 25B278D2 A562047A DE3F01B7 4F17A154 02CB7352 CA7D2B3E",
            "B71C343D B13D1DEB CE9A3666 DBCFC920 B49174A6 02CB4796 5CAA73DC 702489A4",
            "4D41DB91 4DE9613D C5E98C94 160551C0 DF86274B 9359BC04 90D01B03 AD54022D",
            "CB4F57FA D6322497 D7A1E28D 46710F46 1AFE710F BBBC5F8B A166F431 1975EC6C",
        ),
        _hex(
            "78879F57 225AA808 0D52ED0F C890A4B2 5336F699 AA89A2D3 A189654A F70729E6",
            "23EA5738 B26381E4 DA19E004 706FACE7 B235C2DB F2F38748 312F3C98 C2DD4882",
            "A41947B3 24AA1259 AC22579D B93F7085 655AF308 89DBB845 D9E6783F E42C9F24",
            "49400306 254C8AE8 EE9DD812 A804C0B6 6E8CAFC1 4F84D825 8950A91B 44126EE6",
        ),
    ),
    agreed=_hex(
        "5BABEBEF 5B74E5BA 94B5C063 FDA15F1F 1CDE9487 3EE0A5D3 A2FCAB49 F258D07F",
        "544F13CB 66658C3A FEE9E727 389BE3F6 CBBBD321 28A8C21D D6EEA3CF 7091CDDF",
        "B08B8D00 7D40318D CCA4FFBF 51208790 FB4BD111 E5A968ED 6B6F08B2 6CA87C41",
        "0B3CE0C3 10CE104E ABD16629 AA48620C 1279270C B0750C0D 37C57FFF E302AE7F",
    ),
    mapped=_hex(
        "7C9CBFE9 8F9FBDDA 8D143506 FA7D9306 F4CB17E3 C71707AF F5E1C1A1 23702496",
        "84D64EE3 7AF44B8D BD9D45BF 6023919C BAA027AB 97ACC771 666C8E98 FF483301",
        "BFA4872D EDE9034E DFACB708 14166B7F 36067682 9B826BEA 57291B5A D69FBC84",
        "EF1E7790 32A30580 3F743417 93E86974 2D401325 B37EE856 5FFCDEE6 18342DC5",
    ),
    public=(
        _hex(  # its table begins with a zero that its command, rightly, does not have
            "907D89E2 D425A178 AA81AF4A 7774EC8E 388C115C AE67031E 85EECE52 0BD91155",
            "1B9AE4D0 4369F29A 02626C86 FBC6747C C7BC3526 45B6161A 2A42D44E DA80A08F",
            "A8D61B76 D3A154AD 8A5A5178 6B0BC071 47057871 A922212C 5F67F431 73172236",
            "B7747D16 71E6D692 A3C7D40A 0C3C5CE3 97545D01 5C175EB5 130551ED BC2EE5D4",
        ),
        _hex(
            "075693D9 AE941877 573E634B 6E644F8E 60AF17A0 076B8B12 3D920107 4D36152B",
            "D8B3A213 F53820C4 2ADC79AB 5D0AEEC3 AEFB9139 4DA476BD 97B9B14D 0A65C1FC",
            "71A0E019 CB08AF55 E1F72900 5FBA7E3F A5DC4189 9238A250 767A6D46 DB974064",
            "386CD456 743585F8 E5D90CC8 B4004B1F 6D866C79 CE0584E4 9687FF61 BC29AEA1",
        ),
    ),
    shared=_hex(
        "6BABC7B3 A72BCD7E A385E4C6 2DB2625B D8613B24 149E146A 629311C4 CA6698E3",
        "8B834B6A 9E9CD718 4BA8834A FF5043D4 36950C4C 1E783236 7C10CB8C 314D40E5",
        "990B0DF7 013E64B4 549E2270 923D06F0 8CFF6BD3 E977DDE6 ABE4C31D 55C0FA2E",
        "465E553E 77BDF75E 3193D383 4FC26E8E B1EE2FA1 E4FC97C1 8C3F6CFF FE2607FD",
    ),
    k_enc="2F7F46ADCC9E7E521B45D192FAFA9126",
    k_mac="805A1D27D45A5116F73C54469462B7D8",
    tokens=("B46DD9BD4D98381F", "917F37B5C0E6D8D1"),
    behind="870F444554455354435643413030303033",  # in its last answer, and not in the table below it
)

H_1 = Example(
    name="H.1: ECDH, integrated mapping, AES-128, brainpoolP256r1",
    oid="0.4.0.127.0.7.2.2.4.4.2",
    oid_bytes="04007F00070202040402",
    parameter_id=13,
    password=access.Can("123456"),  # the text says: the key of the printed lines of appendix G. Its number is that of this access number
    key="591468CDA83D65219CCCB8560233600F",
    s="2923BE84E16CD6AE529049F1F1BBE9EB",
    z="143DC40C08C8E891FBED7DEDB92B64AD",
    terminal=("5DD4CBFC96F5453B130D890A1CDBAE32", "A73FB703AC1436A18E0CFA5ABB3F7BEC7A070E7A6788486BEE230C4A22762595"),
    card=("107CF58696EF6155053340FD633392BA81909DF7B9706F226F32086C7AFF974A",),
    mapping=("5DD4CBFC96F5453B130D890A1CDBAE32", ""),
    function=(
        _hex(
            "E4447E2D FB3586BA C05DDB00 156B57FB B2179A39 49294C97 25418980 0C517BAA",
            "8DA0FF39 7ED8C445 D3E421E4 FEB57322",
        ),
        "A2F8FF2DF50E52C6599F386ADCB595D229F6A167ADE2BE5F2C3296ADD5B7430E",
    ),
    mapped=_hex(
        "04",
        "8E82D315 59ED0FDE 92A4D049 8ADD3C23 BABA94FB 77691E31 E90AEA77 FB17D427",
        "4C1AE14B D0C3DBAC 0C871B7F 36081693 64437CA3 0AC243A0 89D3F266 C1E60FAD",
    ),
    public=(
        _hex(
            "04",
            "89CBA23F FE96AA18 D824627C 3E934E54 A9FD0B87 A95D1471 DC1C0ABF DCD640D4",
            "6755DE9B 7B778280 B6BEBD57 439ADFEB 0E21FD4E D6DF4257 8C13418A 59B34C37",
        ),
        _hex(
            "04",
            "67F78E5F 7F768608 2B293E8D 087E0569 16D0F74B C01A5F89 57D0DE45 691E51E8",
            "932B69A9 62B52A09 85AD2C0A 271EE6A1 3A8ADDDC D1A3A994 B9DED257 F4D22753",
        ),
    ),
    shared="4F150FDE1D4F0E38E95017B891BAE17133A0DF45B0D3E18B60BA7BEAFDC2C713",
    k_enc="0D3FEB33251A6370893D62AE8DAAF51B",
    k_mac="B01E89E3D9E8719E586B50B4A7506E0B",
    tokens=("450F02B86F6A0909", "75D4D96E8D5B0308"),
)

H_2 = Example(
    name="H.2: DH, integrated mapping, AES-128, group 0",
    oid="0.4.0.127.0.7.2.2.4.3.2",
    oid_bytes="04007F00070202040302",
    parameter_id=0,
    password=access.Can("123456"),  # as in H.1
    key="591468CDA83D65219CCCB8560233600F",
    s="FA5B7E3E49753A0DB9178B7B9BD898C8",
    z="9ABB8864CA0FF1551E620D1EF4E13510",
    terminal=(
        "B3A6DB3C870C3E99245E0D1C06B747DE",
        _reduced(
            _hex(
                "4BD0E547 40F9A028 E6A515BF DAF96784 8C4F5F5F FF65AA09 15947FFD 1A0DF2FA",
                "6981271B C905F355 1457B7E0 3AC3B806 6DE4AA40 6C1171FB 43DD939C 4BA16175",
                "103BA3DE E16419AA 248118F9 0CC36A3D 6F4C3736 52E0C3CC E7F0F1D0 C5425B36",
                "00F0F0D6 A67F004C 8BBA33F2 B4733C72 52445C1D FC4F1107 203F71D2 EFB28161",
            )
        ),
    ),
    card=(
        _reduced(
            _hex(
                "020F018C 7284B047 FA7721A3 37EFB7AC B1440BB3 0C5252BD 41C97C30 C994BB78",
                "E9F0C5B3 2744D840 17D21FFA 6878396A 6469CA28 3EF5C000 DAF7D261 A39AB886",
                "0ED4610A B5343390 897AAB5A 7787E4FA EFA0649C 6A94FDF8 2D991E8E 3FC332F5",
                "142729E7 040A3F7D 5A4D3CD7 5CBEE1F0 43C1CAD2 DD484FEB 4ED22B59 7D36688E",
            )
        ),
    ),
    mapping=("B3A6DB3C870C3E99245E0D1C06B747DE", ""),
    function=(
        _hex(
            "EAB98D13 E0905295 2AA72990 7C3C9461 84DEA0FE 74AD2B3A F506F0A8 3018459C",
            "38099CD1 F7FF4EA0 A078DB1F AC136550 5E3DC855 00EF95E2 0B4EEF2E 88489233",
            "BEE0546B 472F994B 618D1687 02406791 DEEF3CB4 810932EC 278F3533 FDB860EB",
            "4835C36F A4F1BF3F A0B828A7 18C96BDE 88FBA38A 3E6C35AA A1095925 1EB5FC71",
            "0FC18725 8995944C 0F926E24 9373F485",
        ),
        _hex(
            "A0C7C50C 002061A5 1CC87D25 4EF38068 607417B6 EE1B3647 3CFB800D 2D2E5FA2",
            "B6980F01 105D24FA B22ACD1B FA5C8A4C 093ECDFA FE6D7125 D42A843E 33860383",
            "5CF19AFA FF75EFE2 1DC5F6AA 1F9AE46C 25087E73 68166FB0 8C1E4627 AFED7D93",
            "570417B7 90FF7F74 7E57F432 B04E1236 819E0DFE F5B6E77C A4999925 328182D2",
        ),
    ),
    mapped=_hex(
        "1D7D767F 11E333BC D6DBAEF4 0E799E7A 926B9697 3550656F F3C83072 6D118D61",
        "C276CDCC 61D475CF 03A98E0C 0E79CAEB A5BE2557 8BD4551D 0B109032 36F0B0F9",
        "76852FA7 8EEA14EA 0ACA87D1 E91F688F E0DFF897 BBE35A47 2621D343 564B262F",
        "34223AE8 FC59B664 BFEDFA2B FE7516CA 5510A6BB B633D517 EC25D4E0 BBAA16C2",
    ),
    public=(
        _hex(
            "0F0CC629 45A80292 51FB7EF3 C094E12E C68E4EF0 7F27CB9D 9CD04C5C 4250FAE0",
            "E4F8A951 557E929A EB48E5C6 DD47F2F5 CD7C351A 9BD2CD72 2C07EDE1 66770F08",
            "FFCB3702 62CF308D D7B07F2E 0DA9CAAA 1492344C 85290691 9538C98A 4BA4187E",
            "76CE9D87 832386D3 19CE2E04 3C3343AE AE6EDBA1 A9894DC5 094D22F7 FE1351D5",
        ),
        _hex(
            "928D9A0F 9DBA450F 13FC859C 6F290D1D 36E42431 138A4378 500BEB4E 0401854C",
            "FF111F71 CB6DC1D0 335807A1 1388CC8E AA87B079 07AAD9FB A6B169AF 6D8C26AF",
            "8DDDC39A DC3AD2E3 FF882B84 D23E9768 E95A80E4 746FB07A 9767679F E92133B4",
            "D379935C 771BD7FB ED6C7BB4 B1708B27 5EA75679 524CDC9C 6A91370C C662A2F3",
        ),
    ),
    shared=_hex(
        "419410D6 C0A17A4C 07C54872 CE1CBCEB 0A2705C1 A434C8A8 9A4CFE41 F1D78124",
        "CA7EC52B DE7615E5 345E48AB 1ABB6E7D 1D59A57F 3174084D 3CA45703 97C1F622",
        "28BDFDB2 DA191EA2 239E2C06 0DBE3BBC 23C2FCD0 AF12E0F9 E0B99FCF 91FF1959",
        "011D5798 B2FCBC1F 14FCC24E 441F4C8F 9B08D977 E9498560 E63E7FFA B3134EA7",
    ),
    k_enc="01AFC10CF87BE36D8179E87370171F07",
    k_mac="23F0FBD05FD6C7B8B88F4C8309669061",
    tokens=("55D61977CBF5307E", "C2F04230187E1525"),
)
ALL = (G_2, H_1, H_2)
