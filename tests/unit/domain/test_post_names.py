"""Posts as sentences name them, and the Party organisation that posts speak of."""

from __future__ import annotations

import pytest

from cplist.domain.post_names import in_text, party_of


@pytest.mark.parametrize(
    ("post", "said"),
    [
        ("董事长", "董事长"),
        ("党委书记、董事长", "董事长"),
        ("党委副书记、行长", "行长"),
        ("党支部书记、经理", "经理"),
        ("党委委员、纪委书记", "纪委书记"),
        ("党委副书记", "党委副书记"),
        ("党委专职副书记", "党委专职副书记"),
        ("党支部纪检委员", "党支部纪检委员"),
        ("董事长、总经理", "董事长兼总经理"),
        ("党委书记、董事长、总经理", "董事长兼总经理"),
        ("副总经理、首席风险官、合规负责人", "副总经理兼首席风险官、合规负责人"),
        ("党委书记、董事长兼行长", "董事长兼行长"),
        ("副行长（分管个金、信用卡）", "副行长（分管个金、信用卡）"),
    ],
)
def test_a_party_post_stands_only_alone_and_two_posts_are_joined(post: str, said: str) -> None:
    assert in_text(post) == said


@pytest.mark.parametrize(
    ("posts", "party"),
    [
        (["党委书记、董事长", "行长"], "党委"),
        (["行长", "纪委书记"], "党委"),
        (["党总支书记、行长", "党总支纪检委员"], "党总支"),
        (["行长", "党支部纪检委员"], "党支部"),
        (["行长", "合规负责人"], ""),
    ],
)
def test_posts_tell_which_party_organisation_there_is(posts: list[str], party: str) -> None:
    assert party_of(posts) == party
