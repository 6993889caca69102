"""Ways to be good that regulations use, each as a small rulebook, and what it says in Vietnamese and in English."""

import pytest

import fourgood
from fourgood.resolve import resolve
from fourgood.rulefile import read_rules

FLAGS = ("politics", "results", "unity", "cadres")
ORDINAL = "{kind: choice, title: {vi: Mức %s, en: Level of %s}, scale: levels}"
HEAD = """\
id: test.ways
title: {vi: Cách xếp loại, en: Ways to be good}
scales:
  levels:
    ordered: true
    values:
      poor: {vi: Kém, en: Poor}
      average: {vi: Trung bình, en: Average}
      good: {vi: Tốt, en: Good}
      excellent: {vi: Xuất sắc, en: Excellent}
"""


def rulebook(tmp_path, body):
    """The rulebook of a rule file."""
    path = tmp_path / "rules.yaml"
    path.write_text(HEAD + body, "utf-8")
    return fourgood.combine([read_rules(path)], 2024)


def judged(book, **facts):
    """The verdict of a cell."""
    return fourgood.evaluate(fourgood.Dossier("chi-bo", "cell", 2024, facts=facts), book)


def key(verdict):
    """The key of the grade."""
    return None if verdict.grade is None else verdict.grade.key


K_OF_N = """
facts:
  a: {kind: flag, title: {vi: Việc A, en: Task A}}
  b: {kind: flag, title: {vi: Việc B, en: Task B}}
  c: {kind: flag, title: {vi: Việc C, en: Task C}}
documents: {qd: {title: {vi: Quy định, en: Regulation}, number: 05-QĐ/ĐU}}
parameters:
  enough:
    title: {vi: Số việc phải đạt, en: Tasks needed}
    values: [{value: 2, years: 2024, backing: local, source: {document: qd, item: điều 4}}]
groups: {g: {title: {vi: Nhiệm vụ, en: Tasks}, standard: "at_least(enough, done_a, done_b, done_c)"}}
criteria:
  done_a: {title: {vi: Xong việc A, en: A is done}, rule: a, backing: assumption}
  done_b: {title: {vi: Xong việc B, en: B is done}, rule: b, backing: assumption}
  done_c: {title: {vi: Xong việc C, en: C is done}, rule: c, backing: assumption}
"""


def test_k_of_n_with_k_a_parameter(tmp_path):
    """Two of three, where the number is a parameter: its value and document stand in the report."""
    book = rulebook(tmp_path, K_OF_N)
    assert judged(book, a=True, b=False, c=True).recognized
    refused = judged(book, a=True, b=False, c=False)
    assert refused.status is fourgood.Status.NOT_RECOGNIZED
    assert "ít nhất 2 trong các điều kiện: (Xong việc A; Xong việc B; Xong việc C)" in refused.explain("vi")
    assert "at least 2 of: (A is done; B is done; C is done) (local decision: 05-QĐ/ĐU (điều 4))" in refused.explain(
        "en"
    )
    assert [each.key for each in refused.groups["g"].reasons[0].thresholds] == ["enough"]
    assert judged(book, a=True).groups["g"].outcome is fourgood.Outcome.UNKNOWN


POINTS = """
facts:
  attended: {kind: count, title: {vi: Số buổi dự, en: Meetings attended}, min: 0, max: 12}
  spoke: {kind: count, title: {vi: Số lượt phát biểu, en: Speeches}, min: 0, max: 99}
  work: {kind: count, title: {vi: Điểm công tác, en: Score of the work}, min: 0, max: 80}
groups:
  meetings: {title: {vi: Sinh hoạt, en: Meetings}, order: 1}
  tasks: {title: {vi: Công tác, en: Work}, order: 2}
criteria:
  attendance:
    group: meetings
    title: {vi: Dự sinh hoạt, en: Attendance}
    rule: attended >= 12
    bands: [{when: attended >= 12, points: 10}, {when: attended >= 9, points: 6}]
    backing: assumption
  speaking: {group: meetings, title: {vi: Phát biểu, en: Speaking}, rule: spoke >= 5, points: 10, backing: assumption}
  work_done:
    group: tasks
    title: {vi: Hoàn thành công tác, en: The work is done}
    rule: work >= 80
    bands: [{when: work >= 80, points: 80}, {when: work >= 70, points: 75}, {when: work >= 50, points: 55}]
    backing: assumption
"""
GRADES = """
grades:
  good:
    title: {vi: Tốt, en: Good}
    standard: points >= 90 and attendance.full and speaking.full
    backing: assumption
  fair: {title: {vi: Khá, en: Fair}, standard: points >= 70, backing: assumption}
  average: {title: {vi: Trung bình, en: Average}, standard: points >= 50, backing: assumption}
  poor: {title: {vi: Kém, en: Poor}, backing: assumption}
standard: fair
"""


@pytest.mark.parametrize(
    "facts, points, grade",
    [
        ({"attended": 12, "spoke": 5, "work": 80}, 100, "good"),
        ({"attended": 12, "spoke": 5, "work": 70}, 95, "good"),
        ({"attended": 11, "spoke": 5, "work": 80}, 96, "fair"),
        ({"attended": 12, "spoke": 4, "work": 80}, 90, "fair"),
        ({"attended": 12, "spoke": 5, "work": 69}, 75, "fair"),
        ({"attended": 12, "spoke": 4, "work": 69}, 65, "average"),
        ({"attended": 0, "spoke": 0, "work": 0}, 0, "poor"),
    ],
)
def test_a_score_sheet_with_items_that_must_be_full(tmp_path, facts, points, grade):
    """Good needs 90 points and full marks of some items; who has 90 points without those is fair, not failed."""
    verdict = judged(rulebook(tmp_path, POINTS + GRADES), **facts)
    assert verdict.tallies["points"] == (points, points)
    assert key(verdict) == grade
    assert verdict.recognized is (grade in ("good", "fair"))


def test_demotion_is_explained_by_the_item_that_is_not_full(tmp_path):
    """In both languages: what is lacking of the better grade alone, with its figures, and why the grade holds."""
    verdict = judged(rulebook(tmp_path, POINTS + GRADES), attended=11, spoke=5, work=80)
    assert """\
Xếp loại: Khá
  Vì sao chưa đạt mức “Tốt” (giả định, không phải quy định chính thức):
    ✗ Dự sinh hoạt: 6/10 điểm
        Số buổi dự: 11, dưới 12; còn thiếu 1
  Vì sao xếp mức “Khá” (giả định, không phải quy định chính thức):
    ✓ Số điểm: 96, từ 70 trở lên
""" in verdict.explain("vi")
    assert """\
Grade: Fair
  What keeps the unit from “Good” (an assumption, not an official rule):
    ✗ Attendance: 6 of 10 points
        Meetings attended: 11, below 12; short by 1
  Why “Fair” (an assumption, not an official rule):
    ✓ Points: 96, at least 70
""" in verdict.explain("en")


def test_points_that_are_missing_are_counted_and_laid_to_criteria(tmp_path):
    """How many points are short, and which criteria lose them, each with its own reason."""
    verdict = judged(rulebook(tmp_path, POINTS + GRADES), attended=12, spoke=5, work=69)
    assert """\
    ✗ Points: 75, below 90; short by 15
        ✗ The work is done [55 of 80 points]
            Score of the work: 69, below 80; short by 11
""" in verdict.explain("en")
    assert [each.criterion.id for each in verdict.grading.considered[0].reasons[0].findings] == ["work_done"]


def test_what_is_absent_leaves_grades_open(tmp_path):
    """And says which facts could still decide."""
    verdict = judged(rulebook(tmp_path, POINTS + GRADES), attended=12, work=80)
    assert [each.key for each in verdict.open_grades] == ["good", "fair"]
    assert verdict.recognized and verdict.missing == () and verdict.grading.missing == ("spoke",)
    assert "Xếp loại: chưa xác định: Tốt hoặc Khá" in verdict.explain("vi")
    assert "• Số lượt phát biểu" in verdict.explain("vi")


def test_a_minimum_in_total_and_of_each_group(tmp_path):
    """Points of a group by its name: 70 in all, and half of each group."""
    standard = "points >= 70 and meetings.points >= 10 and 2 * tasks.points >= tasks.max_points"
    book = rulebook(tmp_path, POINTS + f"standard: {standard}\n")
    assert judged(book, attended=12, spoke=0, work=80).recognized
    refused = judged(book, attended=9, spoke=0, work=80)
    assert not refused.recognized and refused.tallies["points"] == (86, 86)
    assert [each.criterion.id for each in refused.decisive] == ["attendance", "speaking"]
    assert "Sinh hoạt – số điểm: từ 10 trở lên" in refused.explain("vi")


PROFILE = "facts:\n" + "".join(f"  {name}_level: {ORDINAL % (name, name)}\n" for name in FLAGS)
PROFILE += "  disciplined: {kind: flag, title: {vi: Bị kỷ luật, en: Disciplined}}\n"
PROFILE += "groups: {g: {title: {vi: Tiêu chí, en: Criteria}, standard: met >= 0}}\ncriteria:\n"
for name in FLAGS:
    for level in ("average", "good", "excellent"):
        PROFILE += f"  {name}_{level}: {{title: {{vi: {name} từ mức {level}, en: {name} at least {level}}}, "
        PROFILE += f'rule: {name}_level >= "{level}", backing: assumption}}\n'
PROFILE += """
  discipline:
    {title: {vi: Có kỷ luật, en: Discipline}, role: veto, rule: disciplined, backing: assumption}
grades:
  excellent:
    title: {vi: Hoàn thành xuất sắc, en: Excellent}
    standard: politics_good and unity_good and cadres_good and results_excellent and not discipline
    backing: assumption
  good:
    title: {vi: Hoàn thành tốt, en: Good}
    standard: politics_average and unity_average and cadres_average and results_good and not discipline
    backing: assumption
  completed:
    title: {vi: Hoàn thành, en: Completed}
    standard: politics_average and unity_average and cadres_average and results_average
    backing: assumption
  failed: {title: {vi: Không hoàn thành, en: Not completed}, backing: assumption}
standard: good
"""


@pytest.mark.parametrize(
    "levels, disciplined, grade",
    [
        (("good", "excellent", "good", "good"), False, "excellent"),
        (("average", "excellent", "good", "good"), False, "good"),
        (("average", "good", "average", "average"), False, "good"),
        (("good", "excellent", "good", "good"), True, "completed"),
        (("average", "average", "average", "average"), False, "completed"),
        (("poor", "excellent", "excellent", "excellent"), False, "failed"),
    ],
)
def test_an_ordinal_profile(tmp_path, levels, disciplined, grade):
    """All at least average and results at least good; a veto named by the grades as well."""
    facts = {f"{name}_level": level for name, level in zip(FLAGS, levels, strict=True)}
    verdict = judged(rulebook(tmp_path, PROFILE), **facts, disciplined=disciplined)
    assert key(verdict) == grade
    assert verdict.recognized is (grade in ("excellent", "good"))


CONDITIONS = """
facts:
  score: {kind: count, title: {vi: Điểm, en: Score}, min: 0, max: 100}
  done: {kind: count, title: {vi: Việc xong, en: Tasks done}, min: 0, max: 50}
  tasks: {kind: count, title: {vi: Việc được giao, en: Tasks given}, min: 1, max: 50}
  exceeded: {kind: count, title: {vi: Việc vượt mức, en: Tasks exceeded}, min: 0, max: 50}
invariants:
  within: {title: {vi: Việc xong không quá việc được giao, en: No more done than given}, rule: done <= tasks}
groups: {g: {title: {vi: Kết quả, en: Results}, standard: met >= 0}}
criteria:
  over_90: {title: {vi: Từ 90 điểm, en: 90 points}, rule: score >= 90, backing: assumption}
  over_70: {title: {vi: Từ 70 điểm, en: 70 points}, rule: score >= 70, backing: assumption}
  all_done: {title: {vi: Xong mọi việc, en: All tasks are done}, rule: done == tasks, backing: assumption}
  third_exceeded: {title: {vi: Vượt mức 30%, en: 30% exceeded}, rule: exceeded >= 0.3 * tasks, backing: assumption}
grades:
  excellent:
    title: {vi: Xuất sắc, en: Excellent}
    standard: over_90 and all_done and third_exceeded
    backing: assumption
  good: {title: {vi: Tốt, en: Good}, standard: over_70 and all_done, backing: assumption}
  other: {title: {vi: Khác, en: Other}, backing: assumption}
"""


@pytest.mark.parametrize(
    "score, done, exceeded, grade",
    [(90, 10, 3, "excellent"), (90, 10, 2, "good"), (89, 10, 9, "good"), (95, 9, 9, "other"), (69, 10, 9, "other")],
)
def test_a_grade_reached_by_points_counts_only_with_its_conditions(tmp_path, score, done, exceeded, grade):
    """90 points and all tasks done and 30% exceeded; otherwise the next lower grade whose own conditions hold."""
    verdict = judged(rulebook(tmp_path, CONDITIONS), score=score, done=done, tasks=10, exceeded=exceeded)
    assert key(verdict) == grade


def test_every_broken_condition_of_a_grade_is_told(tmp_path):
    """With the reason of its criterion."""
    verdict = judged(rulebook(tmp_path, CONDITIONS), score=95, done=9, tasks=10, exceeded=1)
    assert """\
  What keeps the unit from “Excellent” (an assumption, not an official rule):
    ✗ All tasks are done: not met
        Tasks done: 9, other than “Tasks given” (10)
    ✗ 30% exceeded: not met
""" in verdict.explain("en")


def test_the_grade_is_in_json_and_in_the_flat_rule_file(tmp_path):
    """A verdict as data has the grade with its reasons; a rulebook written and read again gives the same."""
    from fourgood.rulefile_write import rule_file

    book = rulebook(tmp_path, POINTS + GRADES)
    again = tmp_path / "again.yaml"
    again.write_text(rule_file(book), "utf-8")
    facts = {"attended": 11, "spoke": 5, "work": 80}
    verdict = judged(book, **facts)
    data = verdict.to_json()
    assert data["grade"] == "fair" and data["open_grades"] == ["fair"]
    assert [each["grade"] for each in data["grades"]] == ["good", "fair"]
    assert data["grades"][0]["reasons"][0]["rule"] == "attendance.full"
    written = judged(fourgood.combine(resolve([read_rules(again)]), 2024), **facts)
    assert [each["reasons"] for each in written.to_json()["grades"]] == [each["reasons"] for each in data["grades"]]


@pytest.mark.parametrize(
    "change, fault",
    [
        ("standard: good\n", "`good` is not known"),
        ("grades: {fair: {title: {vi: a, en: b}, backing: assumption}, good: {title: {vi: a, en: b}, "
         "standard: points >= 1, backing: assumption}}\n",
         "rules.yaml:33 (grades.good): the grade `good` is never"),
        ("grades: {good: {title: {vi: a, en: b}, standard: poinst >= 1, backing: assumption}}\n",
         "(grades.good.standard): `poinst` is not known. Did you mean `points`"),
        ("grades: {tasks: {title: {vi: a, en: b}, backing: assumption}}\n", "`tasks` is a group"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_grades_of_a_file_is_told(tmp_path, change, fault):
    """With the place and the mend."""
    with pytest.raises(fourgood.RulebookError) as caught:
        rulebook(tmp_path, POINTS + change)
    assert any(fault in str(each) for each in caught.value.faults), caught.value
