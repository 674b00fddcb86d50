"""The chip of a citizen card by ICAO Doc 9303: get access, read, prove. Knows the technique and no insurance.

Take what is needed as a sub-package: `from ansinh.chip import passive`. In order, each knowing only those before it:

`errors`, `tlv`, `apdu`, `checks`   what bytes mean, and how a check may end
`curves`, `groups`, `messaging`     points on curves, elements of groups; the encrypted channel, from both its ends
`mrz`, `lds`, `portrait`            what is on the card: printed lines, data groups, the picture
`access`, `authenticate`            opening the chip (PACE, BAC); the chip proving itself (chip and active authentication)
`trust`, `passive`                  whom to believe; whether the data are what was signed
`transport`, `reading`              a card somewhere; everything read from it
`verification`, `verdicts`          all checks together, how sure they make us; the same as a service, here or elsewhere
"""
