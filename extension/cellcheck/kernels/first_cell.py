"""What IPython's kernel imports by itself, and only when it needs it for the first time.

A name that an installed version does not have is passed over.
"""

WHEN_IT_STARTS = (
    "pdb",
    "IPython.core.debugger",
    "IPython.core.debugger_backport",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "ipykernel.debugger",
    "ipykernel.ipkernel",
    "sqlite3",
    "tornado.platform.asyncio",
)

WHEN_IT_IS_USED = (
    # a traceback
    "stack_data",
    "asttokens.asttokens",
    "executing.executing",
    "pygments.lexers.python",
    "pygments.styles.default",
    "pygments.formatters.terminal256",
    # an explanation
    "pygments.formatters.html",
    # a completion
    "IPython.core.completerlib",
    "IPython.core.latex_symbols",
    "IPython.external.pickleshare",
    "jedi.api",
    "jedi.plugins.registry",
    # %matplotlib inline
    "IPython.core.magics.pylab",
)
