"""Arrays handed on as one address each, instead of as the many words that describe them.

Every inner function gets the ground, the rows and the counters. Numba would copy eight words and more
for each array into every call, and the compiler would rather put copies of a whole function into its
callers: all of the kernel in one function. Behind an address they are laid down once a flight.
"""

from __future__ import annotations

import operator
from typing import Any

from numba import config, types
from numba.core import cgutils
from numba.core.typing import signature  # type: ignore[attr-defined]
from numba.core.typing.templates import AbstractTemplate, AttributeTemplate, infer_global
from numba.extending import (
    infer_getattr,
    intrinsic,
    lower_builtin,
    lower_getattr_generic,
    models,
    register_model,
)


class Reference(types.Type):
    """The address of a named tuple or an array."""

    def __init__(self, to: Any) -> None:
        self.to = to
        super().__init__(name=f"Reference({to})")


@register_model(Reference)
class ReferenceModel(models.PrimitiveModel):
    """In machine code: a pointer."""

    def __init__(self, manager: Any, reference: Reference) -> None:
        pointer = manager.lookup(reference.to).get_value_type().as_pointer()
        super().__init__(manager, reference, pointer)


@infer_getattr
class Fields(AttributeTemplate):
    """What is behind the address has the fields of the tuple."""

    key = Reference

    def generic_resolve(self, reference: Reference, name: str) -> Any:  # type: ignore[override]
        """The type of a field."""
        fields = getattr(reference.to, "fields", ())
        return reference.to[fields.index(name)] if name in fields else None


@lower_getattr_generic(Reference)
def read_field(_context: Any, builder: Any, reference: Reference, address: Any, name: str) -> Any:
    """Load one field."""
    place = reference.to.fields.index(name)
    return builder.load(cgutils.gep_inbounds(builder, address, 0, place))


class Behind(AbstractTemplate):
    """An item of the array behind the address, read or written."""

    key: Any = None

    def generic(self, args: Any, _kws: Any) -> Any:
        """The types that the array itself would have."""
        if not (isinstance(args[0], Reference) and isinstance(args[0].to, types.Array)):
            return None
        found = self.context.resolve_function_type(self.key, (args[0].to, *args[1:]), {})
        return signature(found.return_type, args[0], *found.args[1:])


@infer_global(operator.getitem)
class Read(Behind):
    """`array[index]`"""


@infer_global(operator.setitem)
class Write(Behind):
    """`array[index] = value`"""


@lower_builtin(operator.getitem, Reference, types.Any)
@lower_builtin(operator.getitem, Reference, types.BaseTuple)
def read_item(context: Any, builder: Any, wanted: Any, args: Any) -> Any:
    """Let the array do it."""
    return _by_array(operator.getitem, context, builder, wanted, args)


@lower_builtin(operator.setitem, Reference, types.Any, types.Any)
@lower_builtin(operator.setitem, Reference, types.BaseTuple, types.Any)
def write_item(context: Any, builder: Any, wanted: Any, args: Any) -> Any:
    """Let the array do it."""
    return _by_array(operator.setitem, context, builder, wanted, args)


def _by_array(operation: Any, context: Any, builder: Any, wanted: Any, args: Any) -> Any:
    plain = signature(wanted.return_type, wanted.args[0].to, *wanted.args[1:])
    return context.get_function(operation, plain)(builder, (builder.load(args[0]), *args[1:]))


@intrinsic
def _laid_down(_typing: Any, given: Any) -> Any:
    def generate(_context: Any, builder: Any, _wanted: Any, args: Any) -> Any:
        return cgutils.alloca_once_value(builder, args[0])

    return Reference(given)(given), generate


def _as_it_is(given: Any) -> Any:
    return given


refer: Any = _as_it_is if config.DISABLE_JIT else _laid_down  # type: ignore[attr-defined]
"""The address of a named tuple or an array, valid until the function that asked for it returns."""
