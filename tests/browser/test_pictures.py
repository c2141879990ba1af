"""Pictures of `lstm_lib.plot` as JupyterLab shows them."""

import base64

import nbformat
from IPython.core.formatters import DisplayFormatter

from lstm_lib.plot import plot_losses

from .conftest import OpenPage
from .front_end import OpenNotebook
from .server import Server


def test_a_picture_has_its_words_in_a_saved_notebook(server: Server, open_page: OpenPage) -> None:
    """JupyterLab itself gives no words to a picture: they stand in the HTML beside it."""
    figure = plot_losses([3.0, 2.0, 1.0])
    data, metadata = DisplayFormatter().format(figure)
    data["image/png"] = base64.b64encode(data["image/png"]).decode("ascii")
    output = nbformat.v4.new_output("display_data", data, metadata=metadata)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1", outputs=[output])])
    nbformat.validate(notebook)
    nbformat.write(notebook, server.root / "picture.ipynb")
    opened = OpenNotebook.at(open_page(), server.lab("picture.ipynb"))
    image = opened.page.locator(".jp-OutputArea-output img")
    image.wait_for()
    assert image.get_attribute("alt") == figure.alternative_text
    assert image.evaluate("node => node.naturalWidth") > 800
