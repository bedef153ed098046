"""The message room: what a customer reads, when it may be sent, and what it costs.

- `template`  Liquid texts: checked, listed by variables, filled (`sandbox`, `filters`)
- `sms`       encoding, units and parts of a text; smart encoding (`alphabet`)
- `timing`    the only place with local time: windows, quiet hours, holidays, intervals for the
  kernel (`window` the week, `zones` the offsets, `spans` the arithmetic)
- `rules`     what each jurisdiction asks, with sources (`keywords` what a reply means)
- `duration`  lengths of time as people write them

Data: `data/sms_rules.csv`, `data/gsm7.json`, `data/smart_encoding.json`,
`data/zones_by_region.csv`. A new rule, state or replacement is a row there.
"""
