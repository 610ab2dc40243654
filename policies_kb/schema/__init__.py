"""The closed shape of a document file, and Chinese words for what does not fit it."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft7Validator
from jsonschema.exceptions import ValidationError

from policies_kb.source import Source

KINDS = {
    "object": "键值对",
    "array": "列表",
    "string": "文字（加引号）",
    "number": "数字",
    "integer": "整数",
    "boolean": "true 或 false",
    "null": "null",
}
LIMITS = {
    "minLength": "至少{}个字",
    "maxLength": "最多{}个字",
    "minItems": "至少{}项",
    "maxItems": "最多{}项",
    "minProperties": "至少{}个键",
    "maxProperties": "最多{}个键",
    "minimum": "不小于{}的数",
    "maximum": "不大于{}的数",
}


@cache
def document_validator() -> Draft7Validator:
    """Return the compiled validator of one document file."""
    schema = yaml.safe_load((Path(__file__).parent / "document.yml").read_text(encoding="utf-8"))
    Draft7Validator.check_schema(schema)
    return Draft7Validator(schema)


def check_shape(source: Source) -> None:
    """Add a problem to the source for everything that does not fit the schema."""
    for error in document_validator().iter_errors(source.data):
        for leaf in _leaves(error):
            _report(leaf, source)


def _leaves(error: ValidationError) -> list[ValidationError]:
    """Return the errors worth showing: those of the alternative that the author meant."""
    if error.validator != "oneOf" or not error.context:
        return [error]
    branches: dict[int, list[ValidationError]] = {}
    for inner in error.context:
        branches.setdefault(inner.schema_path[0], []).append(inner)
    meant = min(branches.values(), key=_distance)
    return [leaf for inner in meant for leaf in _leaves(inner)]


def _distance(errors: list[ValidationError]) -> int:
    return sum(
        100 if error.validator == "const" else 10 if error.validator in ("type", "required") else 1 for error in errors
    )


def _report(error: ValidationError, source: Source) -> None:
    path = tuple(error.absolute_path)
    wanted = error.validator_value
    match error.validator:
        case "additionalProperties":
            for key in sorted(set(error.instance) - set(error.schema.get("properties", {}))):
                source.add(
                    "schema-unknown-key",
                    (*path, key),
                    f"不认识的键“{key}”",
                    "可以写的键：" + "、".join(error.schema["properties"]),
                )
        case "required":
            for key in [key for key in wanted if key not in error.instance]:
                source.add("schema-missing-key", path, f"缺少“{key}”", f"补上 {key}")
        case "type":
            kinds = [wanted] if isinstance(wanted, str) else wanted
            source.add(
                "schema-type",
                path,
                f"{_short(error.instance)} 的类型不对",
                "要写成" + "或".join(KINDS[kind] for kind in kinds),
            )
        case "enum" | "const":
            values = wanted if error.validator == "enum" else [wanted]
            source.add(
                "schema-choice",
                path,
                f"{_short(error.instance)} 不在可选的值里",
                "可选：" + "、".join(str(value) for value in values),
            )
        case "pattern":
            source.add("schema-pattern", path, f"{_short(error.instance)} 的写法不对", f"要符合 {wanted}")
        case "uniqueItems":
            source.add("schema-repeated", path, "列表里有重复的项", "删掉重复的")
        case _:
            limit = LIMITS.get(error.validator, f"{error.validator} 是 {{}}").format(wanted)
            source.add("schema-size", path, f"{_short(error.instance)} 太长、太短或太多太少", f"改成{limit}")


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:37] + "..."
