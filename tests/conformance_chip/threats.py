"""What somebody may try with a chip card, what the reader does then, and the tests that hold it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Threat:
    """`cases` are numbers of the table of conformance, `tests` functions anywhere in the tree."""

    tried: str
    done: str
    tests: tuple[str, ...]
    cases: tuple[str, ...] = ()


THREATS = (
    Threat(
        tried="a clone with keys of its own in DG14 and DG15",
        done="a proof of the chip counts only where the hash of its key is bound by a signer that is trusted; otherwise it stays open, level none",
        tests=(
            "test_a_clone_with_its_own_signer_agrees_with_itself_and_is_not_trusted",
            "test_a_proof_by_a_key_that_nobody_signed_proves_nothing",
            "test_each_trouble_is_named_for_what_it_is",
        ),
        cases=("the chip proves itself by a key that nobody who is believed signed",),
    ),
    Threat(
        tried="a copy: right data and signature, no private key",
        done="a proof that the signed list promises and the card does not give has failed: `copied`, level none",
        tests=(
            "test_a_copy_refuses_to_prove_itself_and_is_read_all_the_same",
            "test_a_key_that_the_issuer_signed_and_the_card_withholds_is_a_proof_that_failed",
            "test_a_card_without_the_keys_that_were_signed_is_never_worth_the_proof",
        ),
    ),
    Threat(
        tried="a chip that opens by chip authentication mapping and has no key, or another than the EF.CardSecurity it carries",
        done="what it claims is held against that file before a data group is read; a wrong claim ends the reading by name: `wrong_chip_key`",
        tests=(
            "test_the_terminal_does_what_appendix_i_says_and_the_claim_is_of_its_key_alone",
            "test_whatever_stands_in_the_last_answer_is_a_claim_or_is_refused",
            "test_each_trouble_is_named_for_what_it_is",
        ),
        cases=(
            "the chip has another key than its EF.CardSecurity names",
            "the chip has no key for the mapping it offers",
            "the data are wrongly padded",
        ),
    ),
    Threat(
        tried="a chip that proves a key by mapping which nobody, or another country, signed; or whose EF.CardSecurity was left out",
        done="the proof counts only beside an EF.CardSecurity that is signed, trusted, of the country of the data and like EF.CardAccess and DG14",
        tests=(
            "test_a_proof_by_mapping_counts_only_where_the_file_with_its_key_is_signed_as_well",
            "test_a_desk_that_claims_a_proof_by_mapping_proves_no_more_than_its_checks",
        ),
        cases=(
            "it is signed by another country, which is trusted as well",
            "its signer is trusted by nobody",
            "it says something else than EF.CardAccess",
            "it and DG14 name different keys by the same number",
            "the card is opened by the mapping and has no EF.CardSecurity",
        ),
    ),
    Threat(
        tried="DG14 and DG15 are left out of EF.COM and off the card",
        done="the signed list counts, never EF.COM; the difference fails a check of its own: `stripped`",
        tests=(
            "test_a_card_whose_list_of_contents_leaves_something_out_is_stripped",
            "test_a_card_without_a_list_of_contents_is_judged_by_the_signed_one",
        ),
        cases=("EF.COM leaves out a group that was signed", "a group is taken out of EF.COM and off the card"),
    ),
    Threat(
        tried="a group put on the card that nobody signed (DG13 with another name)",
        done="the group fails `not_in_sod` and its data are taken for nothing",
        tests=("test_a_group_that_the_object_does_not_list_is_rejected", "test_the_person_is_taken_only_from_what_a_trusted_signer_signed"),
        cases=("a group is on the card that was never signed",),
    ),
    Threat(
        tried="data changed after they were signed",
        done="the hash over the bytes as read differs: `altered`",
        tests=(
            "test_one_altered_group_fails_alone",
            "test_no_byte_of_a_security_object_can_change_unnoticed",
            "test_a_bit_that_is_turned_round_in_what_was_signed_takes_the_level",
        ),
        cases=tuple(f"DG{number} is another than was signed" for number in (1, 2, 13, 14, 15)),
    ),
    Threat(
        tried="PACE is made to fail so that BAC is used",
        done="never by itself; where a policy tries BAC the reading says so and the check fails",
        tests=("test_pace_that_fails_never_becomes_bac_by_itself", "test_a_card_that_fails_pace_is_named_though_it_was_never_opened"),
        cases=("PACE fails, and no policy lets BAC take its place", "PACE fails, and a policy lets BAC take its place"),
    ),
    Threat(
        tried="PACE is hidden in EF.CardAccess, which nobody signs",
        done="DG14 is signed and says what the chip offers: the difference is found after opening",
        tests=(
            "test_pace_that_was_hidden_or_changed_where_nothing_is_signed_is_seen_where_it_is",
            "test_a_chip_whose_pace_was_hidden_is_called_downgraded_when_it_is_read",
        ),
        cases=("EF.CardAccess is hidden, the signed DG14 offers PACE", "EF.CardAccess offers another curve than the signed DG14"),
    ),
    Threat(
        tried="an answer in clear inside the channel, also a refusal",
        done="the channel is broken for good: nothing more is sent or believed",
        tests=(
            "test_a_plain_answer_breaks_the_channel_whatever_its_status_word",
            "test_a_channel_that_broke_once_sends_nothing_more",
            "test_an_answer_said_before_is_not_taken_again",
        ),
        cases=(
            "inside the channel the card says 9000 in clear",
            "inside the channel the card refuses in clear",
            "an answer has no check value (8E)",
        ),
    ),
    Threat(
        tried="a chip that agrees to new keys in words and goes on under the old ones",
        done="chip authentication has succeeded only when a command under the new keys was answered; the old session is never used again",
        tests=(
            "test_a_chip_with_another_key_is_found_out_and_read_to_the_end_under_new_keys",
            "test_a_chip_without_the_key_of_its_dg14_cannot_go_on",
        ),
        cases=("after chip authentication the old session keys are no longer taken",),
    ),
    Threat(
        tried="an old signature of the chip, played again",
        done="the challenge is the gateway's, for one desk, one visit and ten minutes, and is used up with it",
        tests=(
            "test_a_signature_over_another_challenge_is_an_old_one_played_again",
            "test_files_alone_were_read_and_prove_no_chip",
            "test_a_challenge_serves_one_statement_only",
            "test_a_statement_cannot_be_replayed_for_another_visit",
        ),
        cases=("an old signature is played again",),
    ),
    Threat(
        tried="a card far away, its answers passed on while they are made (relay)",
        done="not found out: nothing in the protocols measures distance. A budget of time ends the slow ones; the clerk sees card and face",
        tests=("test_a_card_that_takes_its_time_runs_into_the_budget_after_the_command_that_was_too_long",),
    ),
    Threat(
        tried="a weak key of active authentication, which anybody can work out",
        done="RSA below 1,024 bits fails: `weak_chip_key`",
        tests=(
            "test_weak_and_impossible_keys_fail_before_anything_is_calculated",
            "test_a_weak_active_key_has_768_bits_and_is_the_one_in_group_15",
        ),
        cases=("RSA of 512 bits",),
    ),
    Threat(
        tried="a false authority, or a certificate that the card brings along",
        done="anchors come in by fingerprint or by a list whose signer's fingerprint was given; nobody is trusted because a card brought them",
        tests=(
            "test_a_signer_that_only_bears_the_authoritys_name_is_not_trusted",
            "test_a_signer_that_vouches_for_itself_is_not_trusted",
            "test_a_signer_met_on_a_card_does_not_get_in",
            "test_certificates_that_the_card_brings_along_vouch_for_nobody",
            "test_a_list_whose_signer_was_not_named_is_not_believed_and_says_who_signed_it",
        ),
        cases=("signer's certificate: vouches for itself", "signer's certificate: signature of nobody believed"),
    ),
    Threat(
        tried="a signer of another country, that one trusted too",
        done="signer, authority and DG1 must be of one country: `foreign_signer`",
        tests=(
            "test_a_country_that_is_trusted_does_not_sign_cards_of_another",
            "test_a_foreign_card_stays_foreign_where_its_authority_is_trusted_too",
        ),
        cases=(
            "signer's certificate: another country",
            "an issuer that is another country",
            "a signer who says he is of this country, under the authority of another that is trusted too",
        ),
    ),
    Threat(
        tried="a certificate that is not for documents",
        done="key usage, extended key usage, constraints and unknown critical extensions count",
        tests=(
            "test_a_certificate_that_is_not_for_documents_signs_none",
            "test_a_demand_nobody_understands_is_not_passed_over",
            "test_an_authority_does_not_sign_documents_itself",
        ),
        cases=("signer's certificate: for master lists", "signer's certificate: an authority"),
    ),
    Threat(
        tried="a revoked signer, or an old list that hides it",
        done="an old list still revokes and clears nobody: undetermined, and the policy decides",
        tests=(
            "test_an_old_list_still_revokes_and_clears_nobody",
            "test_a_revocation_list_that_is_too_old_leaves_the_answer_to_the_policy",
            "test_a_list_that_the_authority_did_not_sign_is_no_list",
            "test_a_signer_that_a_newer_list_leaves_out_stays_revoked",
        ),
        cases=("a signer that its authority has revoked",),
    ),
    Threat(
        tried="a signer that signed outside its time",
        done="validity and private-key usage period are held against the day of issue and the time of signing",
        tests=("test_a_signer_must_have_signed_in_the_time_of_its_key", "test_the_day_the_document_was_made_counts_where_it_is_known"),
        cases=("signer's certificate: key not to be used when it signed",),
    ),
    Threat(
        tried="a curve written out with another generator (CVE-2020-0601)",
        done="parameters are taken as a name: all of p, a, b, G, n, h equal, or refused; never calculated with",
        tests=(
            "test_a_forgery_by_a_generator_of_ones_own_is_refused_although_its_signature_would_verify",
            "test_one_parameter_that_differs_makes_an_unknown_curve",
            "test_a_key_with_its_own_generator_is_not_agreed_with",
        ),
        cases=tuple(
            f"signer's certificate: explicit curve with another {what}" for what in ("prime", "a", "b", "generator", "order", "cofactor")
        ),
    ),
    Threat(
        tried="points off the curve, of small order or at infinity in PACE and chip authentication; our own key sent back",
        done="every point is checked before it is used, and must differ from ours",
        tests=(
            "test_a_point_that_is_none_ends_the_run",
            "test_a_mapping_that_leads_to_infinity_ends_it",
            "test_a_key_off_its_curve_is_refused",
        ),
        cases=(
            "the card's mapping key is a point off the curve",
            "the card's ephemeral key is the point at infinity",
            "the card sends the terminal's mapping key back",
            "the key is a point off its curve",
        ),
    ),
    Threat(
        tried="lengths of four gigabytes, elements nested without end, indefinite lengths",
        done="64 KiB a file, 200 KiB the portrait, depth 12; a budget of time, commands and bytes for the whole card",
        tests=(
            "test_a_file_of_four_gigabytes_is_refused_by_its_first_bytes",
            "test_elements_nested_without_end_are_refused",
            "test_pieces_of_one_byte_without_end_run_into_the_budget",
            "test_more_bytes_than_a_card_has_run_into_the_budget",
        ),
        cases=(
            "a file says that it has four gigabytes",
            "a card that trickles, a byte at a time and for ever",
            "file: length of four gigabytes",
            "file: indefinite length",
        ),
    ),
    Threat(
        tried="any bytes at all, from the card or in its place",
        done="an error of ours or a check that failed, never another exception; fuzzed besides (`ansinh fuzz chip`)",
        tests=(
            "test_whatever_a_card_answers_nothing_but_our_own_errors_come_of_it",
            "test_any_bytes_end_in_checks_and_bind_nothing",
            "test_files_of_any_bytes_are_worth_nothing_and_break_nothing",
        ),
    ),
    Threat(
        tried="a picture that unpacks into gigabytes, or breaks its decoder",
        done="size and kind from the headers first; decoded in a process of its own that may open nothing and has little of everything",
        tests=(
            "test_a_picture_bomb_is_refused_before_anything_is_decoded",
            "test_a_picture_of_another_size_than_was_seen_is_refused_inside_too",
            "test_a_picture_that_needs_more_memory_than_it_may_is_refused",
            "test_the_decoder_can_open_nothing",
        ),
        cases=("a JPEG that promises 65,535 by 65,535 pixels", "no JPEG inside"),
    ),
    Threat(
        tried="data in an order that an encoder would not write, so that a hash over an encoding differs",
        done="what was read is hashed, byte by byte",
        tests=("test_groups_are_hashed_as_they_were_read_and_never_encoded_anew",),
        cases=("DG14 hashed as it was read, not as it would be encoded",),
    ),
    Threat(
        tried="a card pulled out, a reader or its service that dies",
        done="a clear end, within bounded time, and the next card is read",
        tests=(
            "test_a_card_that_is_taken_away_is_gone_whenever_that_was",
            "test_a_service_that_dies_in_the_middle_is_an_error_in_words_and_no_hang",
        ),
    ),
    Threat(
        tried="guessing the access number until the card is blocked",
        done="one try, the tries that are left are said, and nothing else is tried in its place. The number stands on the card: it opens, it proves nothing",
        tests=("test_a_wrong_access_number_is_said_with_the_tries_that_are_left_and_opens_nothing_else",),
        cases=("the access number is wrong", "the card takes no further try (63C1)"),
    ),
    Threat(
        tried="chip authentication mapping is offered and fails, so that generic mapping takes its place",
        done="another variant than the one that was chosen is never tried in the same reading",
        tests=("test_pace_that_fails_never_becomes_bac_by_itself",),
        cases=(
            "the card refuses the mapping that it offers beside generic mapping (6A80)",
            "the card ends the mapping with 6FFF",
        ),
    ),
    Threat(
        tried="religion, ethnicity and parents (DG13) wanted where a name would do; data in logs and error texts",
        done="of the person only number, name, birth date, sex and residence leave verification; logs and errors hold no byte of a card",
        tests=(
            "test_of_the_person_only_what_insurance_needs_leaves_verification",
            "test_reading_and_judging_cards_good_and_bad_logs_and_prints_nothing",
            "test_no_error_tells_what_was_read",
            "test_nothing_of_the_person_shows_when_a_result_is_printed",
            "test_nothing_of_a_card_is_in_the_log",
        ),
    ),
)
