"""What a profile decides whose findings are to be none but those that a test plants."""

from __future__ import annotations

DECISIONS = """\
options:
  list-updates: keep
  handover: keep
  minutes: keep
  recusal: drop
  contact-persons: keep
  demand-verification: keep
  rectification-tracking: keep
  due-diligence: drop
  responsibility-letters: keep
  new-signature: keep
  record-keeping: keep
own_rules:
  - {id: review, name: 《消费者权益保护审查办法》, number: 岱银发〔2025〕12号}
  - {id: emergency, name: 《重大事项应急预案》, number: 岱银发〔2025〕30号}
  - {id: accountability, name: 《责任追究办法》, number: 岱银发〔2024〕7号}
reporting:
  - level: 重大
    risk: 涉及消费者五十人以上
    event: 引发群体投诉
    route: 报告责任人→消费者权益保护部→董事长
    limit: 发现后2小时内
    contents: 起因、涉及人数
"""
"""What profiles/city-bank.yaml leaves open."""
