"""Pictures of a visit: attached where it is written down, shown on its timeline, asked for where they are not here."""

import hashlib

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QFileDialog

from crm_desktop.actions.records import create
from crm_desktop.core.entities import Account, Activity, File
from crm_desktop.core.protocol import FilePart
from crm_desktop.core.store import Where
from crm_desktop.ui.places import Place
from crm_desktop.ui.records.pictures import LOOKED_AT_BYTES, PictureDialog, decoded


def jpeg(width=640, height=480, colour="#2F6FED") -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG")
    return bytes(buffer.data().data())


@pytest.fixture
def account(stage):
    found = stage.context.desk.replica.find(Account, limit=1)[0]
    stage.go(Place("record", f"account:{found.id}"))
    return found


@pytest.fixture
def photo(tmp_path, qapp):
    path = tmp_path / "visit.jpg"
    path.write_bytes(jpeg())
    return path


def composer(stage):
    return stage.page.timeline.composer


def tiles(stage):
    return [tile for entry in stage.page.timeline.entries if entry.pictures for tile in entry.pictures.tiles]


def attach(stage, qtbot, *paths):
    composer(stage).attach(list(paths))
    qtbot.waitUntil(lambda: len(composer(stage).attached) == len(paths))


def visit_without_bytes(stage, account, content, **told):
    """Save a visit whose picture lies on a colleague's laptop."""
    desk = stage.context.desk
    visit = Activity(
        id=desk.new_id(), kind="visit", subject="Saw", account=account.id, owner=desk.user.id, is_done=True, done_at=desk.now()
    )  # fmt: skip
    sha256 = hashlib.sha256(content).hexdigest()
    told = {"name": "hall.jpg", "media_type": "image/jpeg", "size": len(content), **told}
    file = File(id=desk.new_id(), sha256=sha256, account=account.id, activity=visit.id, owner=desk.user.id, **told)
    stage.context.tell(create(desk, visit, file))
    return file


def test_a_picture_is_saved_with_its_visit_and_stands_on_the_timeline(stage, qtbot, account, photo):
    attach(stage, qtbot, photo)
    composer(stage).begin("visit")
    stage.type("Looked at the hall")
    stage.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    [file] = stage.context.desk.replica.find(File, Where("name", "eq", "visit.jpg"))
    assert stage.context.desk.replica.files.read(file.sha256) == photo.read_bytes()
    qtbot.waitUntil(lambda: [tile._image is not None for tile in tiles(stage)] == [True])
    assert tiles(stage)[0]._image.pixelColor(10, 10).blue() > 200
    assert composer(stage).attached == ()


def test_a_picture_needs_no_words(stage, qtbot, account, photo):
    composer(stage).choose("visit")
    attach(stage, qtbot, photo)
    assert composer(stage).save_button.isVisible()
    stage.click(composer(stage).save_button)
    [visit] = stage.context.desk.replica.find(Activity, Where("subject", "eq", "Visit"))
    assert visit.account == account.id


def test_a_picture_taken_off_again_is_not_saved_and_not_kept(stage, qtbot, account, photo):
    attach(stage, qtbot, photo)
    [kept] = composer(stage).attached
    stage.click(composer(stage)._chips.itemAt(0).widget())
    assert composer(stage).attached == ()
    assert stage.context.desk.replica.files.read(kept.sha256) is None


def test_what_is_no_picture_is_refused_in_its_place(stage, qtbot, account, tmp_path):
    path = tmp_path / "visit.jpg"
    path.write_bytes(b"MZ a program under a picture's name")
    composer(stage).attach([path])
    qtbot.waitUntil(lambda: "neither a picture" in composer(stage).trouble.text())
    assert composer(stage).attached == ()


def test_the_dialog_gives_what_was_chosen(stage, qtbot, account, photo, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(photo)], ""))
    stage.click(composer(stage).attach_button)
    qtbot.waitUntil(lambda: [one.name for one in composer(stage).attached] == ["visit.jpg"])


def test_a_picture_that_is_not_here_is_asked_for_when_it_is_looked_at(stage, qtbot, account):
    content = jpeg(colour="#118844")
    file = visit_without_bytes(stage, account, content)
    qtbot.waitUntil(lambda: len(tiles(stage)) == 1)
    shelf = stage.context.desk.replica.files
    assert shelf.wanted() == [file.sha256]
    assert tiles(stage)[0].accessibleName() == "hall.jpg, With the next sync"
    shelf.take(file.sha256, FilePart(total=len(content), content=content))
    stage.context.tasks.announce({"file": frozenset([file.id])})
    qtbot.waitUntil(lambda: tiles(stage)[0]._image is not None)


def test_a_large_picture_waits_for_a_click(stage, qtbot, account):
    file = visit_without_bytes(stage, account, b"\xff\xd8\xff", size=LOOKED_AT_BYTES + 1)
    qtbot.waitUntil(lambda: len(tiles(stage)) == 1)
    shelf = stage.context.desk.replica.files
    assert (shelf.wanted(), tiles(stage)[0]._state()) == ([], "Fetch 5.2 MB")
    stage.click(tiles(stage)[0])
    assert (shelf.wanted(), tiles(stage)[0]._state()) == ([file.sha256], "With the next sync")


def test_a_picture_opens_large_and_can_be_copied_out(stage, qtbot, account, photo, tmp_path, monkeypatch):
    attach(stage, qtbot, photo)
    stage.click(composer(stage).save_button)
    qtbot.waitUntil(lambda: len(tiles(stage)) == 1)
    stage.click(tiles(stage)[0])
    dialog = stage.window.findChild(PictureDialog)
    qtbot.waitUntil(lambda: dialog.image.size() == QSize(640, 480))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "copy.jpg"), ""))
    stage.click(dialog.copy_button)
    qtbot.waitUntil(lambda: dialog.words.text() == "Saved as copy.jpg")
    assert (tmp_path / "copy.jpg").read_bytes() == photo.read_bytes()
    dialog.save_copy(tmp_path / "nowhere" / "copy.jpg")
    qtbot.waitUntil(lambda: "cannot be written" in dialog.words.text())
    dialog.close()


def test_a_large_picture_is_decoded_no_larger_than_it_is_shown(qapp):
    assert decoded(jpeg(4000, 3000), QSize(132, 96)).size() == QSize(132, 99)
    assert decoded(b"not a picture", QSize(132, 96)).isNull()
