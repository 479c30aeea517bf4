"""The application's style sheet, made from a theme; widgets ask for a part of it by the property "kind"."""

from crm_desktop.core.resources import resource
from crm_desktop.ui.look.theme import RADIUS, SMALL_PX, TITLE_PX, Theme, blend

_SHEET = """
* {{ outline: none; }}
QMainWindow, QDialog, #frame {{ background: {window}; }}
QToolTip {{ background: {text}; color: {surface}; border: none; padding: 4px 8px; qproperty-textFormat: PlainText; }}
QLabel {{ background: transparent; }}
QLabel[textFormat="AutoText"] {{ qproperty-textFormat: PlainText; }}
QLabel[kind="title"] {{ font-size: {title}px; font-weight: 600; }}
QLabel[kind="heading"] {{ font-weight: 600; }}
QLabel[kind="muted"] {{ color: {muted}; }}
QLabel[kind="small"] {{ color: {muted}; font-size: {small}px; }}
QLabel[kind="good"] {{ color: {good}; }}
QLabel[kind="warn"] {{ color: {warn}; }}
QLabel[kind="small warn"] {{ color: {warn}; font-size: {small}px; }}
QLabel[kind="bad"] {{ color: {bad}; }}
QWidget[kind="surface"] {{ background: {surface}; }}
QWidget[kind="bar"] {{ background: {window}; }}
QFrame[kind="card"] {{ background: {surface}; border: 1px solid {line}; border-radius: {radius}px; }}
QFrame[kind="raised"] {{ background: {raised}; border: 1px solid {line_strong}; border-radius: 10px; }}
QFrame[kind="raised"] QAbstractItemView {{ background: {raised}; }}
QFrame[kind="line"] {{ background: {line}; border: none; max-height: 1px; min-height: 1px; }}
QFrame[kind="upright"] {{ background: {line}; border: none; max-width: 1px; min-width: 1px; }}

QPushButton {{ background: {surface}; color: {text}; border: 1px solid {line_strong}; border-radius: {radius}px;
  padding: 0 12px; min-height: 26px; }}
QPushButton:hover {{ background: {hover}; }}
QPushButton:pressed {{ background: {line}; }}
QPushButton:focus {{ border: 2px solid {accent}; padding: 0 11px; min-height: 24px; }}
QPushButton:disabled {{ color: {muted}; background: {window}; }}
QPushButton[kind="primary"] {{ background: {accent}; color: {on_accent}; border: 1px solid {accent}; font-weight: 600; }}
QPushButton[kind="primary"]:hover {{ background: {accent_hover}; }}
QPushButton[kind="primary"]:focus {{ border: 2px solid {text}; }}
QPushButton[kind="danger"] {{ color: {bad}; }}
QPushButton[kind="link"] {{ background: transparent; border: 1px solid transparent; color: {accent}; padding: 0 4px; }}
QPushButton[kind="link"]:hover {{ background: {hover}; }}
QPushButton[kind="link"]:focus {{ border: 2px solid {accent}; padding: 0 3px; }}
QPushButton::menu-indicator {{ image: none; width: 0; }}
QToolButton {{ background: transparent; color: {text}; border: 1px solid transparent; border-radius: {radius}px;
  padding: 5px; }}
QToolButton:hover, QToolButton:checked {{ background: {hover_strong}; }}
QToolButton:pressed {{ background: {line}; }}
QToolButton:focus {{ border: 2px solid {accent}; padding: 4px; }}
QToolButton:disabled {{ color: {muted}; }}
QToolButton::menu-indicator {{ image: none; width: 0; }}

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QSpinBox, QDoubleSpinBox, QDateEdit, QTimeEdit, QDateTimeEdit {{
  background: {surface}; color: {text}; border: 1px solid {edge}; border-radius: {radius}px; padding: 0 8px;
  min-height: 28px; selection-background-color: {accent}; selection-color: {on_accent}; }}
QPlainTextEdit, QTextEdit {{ padding: 4px; }}
QLineEdit:hover, QPlainTextEdit:hover, QTextEdit:hover, QComboBox:hover {{ border-color: {text}; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus,
QDateEdit:focus, QTimeEdit:focus, QDateTimeEdit:focus {{ border: 2px solid {accent}; padding: 0 7px; min-height: 26px; }}
QPlainTextEdit:focus, QTextEdit:focus {{ padding: 3px; }}
QLineEdit:read-only {{ background: {window}; }}
QPlainTextEdit[readOnly="true"], QPlainTextEdit[readOnly="true"]:hover {{ border-color: {line}; }}
QLineEdit[kind="search"] {{ background: {field}; border-color: {field_edge}; }}
QLineEdit[kind="search"]:hover {{ border-color: {edge}; }}
QLineEdit[kind="search"]:focus {{ background: {surface}; border: 2px solid {accent}; }}
QLineEdit[kind="bare"], QLineEdit[kind="bare"]:hover, QLineEdit[kind="bare"]:focus {{ border: none; padding: 0 13px;
  min-height: 46px; font-size: {title}px; border-bottom: 1px solid {line}; border-radius: 0; background: transparent; }}
QLabel[kind="key"] {{ background: {window}; border: 1px solid {line}; border-radius: 4px; padding: 1px 6px;
  font-size: {small}px; }}
QLineEdit[wrong="true"], QComboBox[wrong="true"], QPlainTextEdit[wrong="true"] {{ border: 2px solid {bad}; }}
QAbstractItemView QLineEdit {{ border-radius: 0; min-height: 24px; }}
QComboBox[kind="quiet"] {{ background: transparent; border-color: transparent; }}
QComboBox[kind="quiet"]:hover {{ background: {hover_strong}; }}
QComboBox[kind="quiet"]:focus {{ border: 2px solid {accent}; }}
QComboBox::drop-down, QDateEdit::drop-down, QDateTimeEdit::drop-down {{ border: none; width: 24px;
  subcontrol-origin: padding; subcontrol-position: center right; }}
QComboBox::down-arrow, QDateEdit::down-arrow, QDateTimeEdit::down-arrow {{ image: url("{arrow_down}"); width: 14px;
  height: 14px; }}
QSpinBox QLineEdit, QDoubleSpinBox QLineEdit, QTimeEdit QLineEdit {{ border: none; background: transparent;
  padding: 0 0 0 6px; min-height: 0; }}
QSpinBox::up-button, QDoubleSpinBox::up-button, QTimeEdit::up-button {{ border: none; width: 20px;
  subcontrol-position: top right; }}
QSpinBox::down-button, QDoubleSpinBox::down-button, QTimeEdit::down-button {{ border: none; width: 20px;
  subcontrol-position: bottom right; }}
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow, QTimeEdit::up-arrow {{ image: url("{arrow_up}"); width: 12px; }}
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow, QTimeEdit::down-arrow {{ image: url("{arrow_down}"); width: 12px; }}
QCheckBox, QRadioButton {{ spacing: 8px; min-height: 24px; }}
QCheckBox:focus, QRadioButton:focus {{ color: {accent}; }}
QCheckBox::indicator, QRadioButton::indicator {{ width: 14px; height: 14px; border: 1px solid {edge};
  background: {surface}; }}
QCheckBox::indicator {{ border-radius: 4px; }}
QCheckBox::indicator:checked {{ background: {accent}; border-color: {accent}; image: url("{box_tick}"); }}
QCheckBox::indicator:indeterminate {{ background: {edge}; }}
QRadioButton::indicator {{ border-radius: 8px; }}
QRadioButton::indicator:checked {{ border: 5px solid {accent}; width: 6px; height: 6px; }}
QCheckBox::indicator:focus, QRadioButton::indicator:focus {{ border-color: {accent}; }}

QMenu {{ background: {raised}; color: {text}; border: 1px solid {line_strong}; border-radius: {radius}px; padding: 4px; }}
QMenu::item {{ padding: 6px 24px 6px 10px; border-radius: 4px; min-width: 140px; }}
QMenu::icon {{ padding-left: 8px; }}
QMenu::item:selected {{ background: {selected}; color: {text}; }}
QMenu::item:disabled {{ color: {muted}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 4px 6px; }}
QMenu::right-arrow {{ image: url("{arrow_right}"); width: 14px; height: 14px; margin-right: 4px; }}
QMenu::indicator {{ width: 16px; height: 16px; margin-left: 8px; }}
QMenu::indicator:checked {{ image: url("{tick}"); }}

QAbstractItemView {{ background: {surface}; color: {text}; border: none; selection-background-color: {selected};
  selection-color: {text}; alternate-background-color: {surface}; }}
QListView[kind="column"] {{ background: transparent; }}
QComboBox QAbstractItemView {{ border: 1px solid {line_strong}; padding: 4px; }}
QHeaderView {{ background: {surface}; border: none; }}
QHeaderView::section {{ background: {surface}; color: {muted}; font-size: {small}px; border: none;
  border-bottom: 1px solid {line}; padding: 0 12px; min-height: 32px; }}
QHeaderView::section:hover {{ color: {text}; background: {hover}; }}
QTableCornerButton::section {{ background: {surface}; border: none; }}
QTabBar::tab {{ background: transparent; color: {muted}; padding: 6px 12px; min-height: 20px; border-bottom: 2px solid transparent; }}
QTabBar::tab:selected {{ color: {text}; border-bottom-color: {accent}; }}
QTabBar::tab:hover {{ color: {text}; }}
QTabBar::tab:focus {{ background: {hover}; color: {text}; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {line}; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
QScrollArea {{ background: transparent; border: none; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
QScrollBar::handle {{ background: {handle}; border-radius: 2px; margin: 3px; min-height: 32px; min-width: 32px; }}
QScrollBar::handle:hover {{ background: {edge}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QSplitter::handle {{ background: {line}; }}
QSplitter::handle:horizontal {{ width: 1px; }}
QSplitter::handle:vertical {{ height: 1px; }}
QProgressBar {{ background: {line}; border: none; border-radius: 2px; max-height: 4px; min-height: 4px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 2px; }}
"""


def style_sheet(theme: Theme) -> str:
    """Write the style sheet of a theme for Fusion.

    Properties it knows: kind of QLabel (title, heading, muted, small, small warn, good, warn, bad), of QPushButton (primary, danger,
    link), of QFrame (card, raised, line, upright), of QLineEdit (bare, search), of QComboBox (quiet), of QWidget (surface, bar); wrong="true" of an editor.
    """
    tokens = {name: value for name in Theme.__dataclass_fields__ if isinstance(value := getattr(theme, name), str)}
    return _SHEET.format(
        **tokens,
        arrow_down=_picture("arrow-grey-down"),
        arrow_up=_picture("arrow-grey-up"),
        arrow_right=_picture("arrow-grey-right"),
        tick=_picture("menu-tick-grey"),
        box_tick=_picture(f"tick-{theme.name}"),
        radius=RADIUS,
        small=SMALL_PX,
        title=TITLE_PX,
        accent_hover=blend(theme.text, theme.accent, 0.14),
        field=theme.surface if theme.has_high_contrast else blend(theme.text, theme.window, 0.06),
        field_edge=theme.edge if theme.has_high_contrast else blend(theme.text, theme.window, 0.06),
        hover_strong=blend(theme.text, theme.window, 0.07),
        line_strong=theme.edge if theme.has_high_contrast else blend(theme.text, theme.surface, 0.18),
        handle=theme.edge if theme.has_high_contrast else blend(theme.text, theme.surface, 0.22),
    )


def _picture(name: str) -> str:
    """Find a picture of the sheet; Qt colours none of them, so their grey is one that both themes can bear (3:1)."""
    return resource(f"icons/{name}.svg").as_posix()
