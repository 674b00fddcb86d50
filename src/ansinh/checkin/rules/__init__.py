"""The rules a look-up is answered by, a file for what they are about: who asks, whom they ask for, the card. Their order is `answers`'."""
