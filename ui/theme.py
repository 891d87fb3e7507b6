"""The page's look, as far as Gradio draws it; the colours themselves are in static/style.css."""

import gradio as gr

# Gradio's variables by the colour of ours that they take, by day and by night.
_COLOURS = {
    "ground": (
        "body_background_fill",
        "background_fill_secondary",
        "button_secondary_background_fill",
        "table_row_focus",
    ),
    "paper": (
        "background_fill_primary",
        "block_background_fill",
        "block_label_background_fill",
        "button_primary_text_color",
        "input_background_fill",
        "panel_background_fill",
        "table_even_background_fill",
        "table_odd_background_fill",
    ),
    "ink": (
        "accordion_text_color",
        "body_text_color",
        "button_secondary_text_color",
        "button_secondary_text_color_hover",
        "table_text_color",
    ),
    "soft": (
        "block_info_text_color",
        "block_label_text_color",
        "block_title_text_color",
        "body_text_color_subdued",
        "input_placeholder_color",
    ),
    "line": (
        "block_border_color",
        "border_color_primary",
        "button_secondary_background_fill_hover",
        "button_secondary_border_color",
        "input_border_color",
        "panel_border_color",
        "table_border_color",
    ),
    "accent": (
        "border_color_accent",
        "button_primary_background_fill",
        "button_primary_border_color",
        "button_secondary_border_color_hover",
        "checkbox_background_color_selected",
        "checkbox_border_color_selected",
        "input_border_color_focus",
        "link_text_color",
        "link_text_color_active",
        "link_text_color_hover",
        "link_text_color_visited",
        "loader_color",
    ),
    "accent-strong": ("button_primary_background_fill_hover", "button_primary_border_color_hover"),
}
_SIZES = {
    "block_border_width": "1px",
    "button_border_width": "1px",
    "button_large_padding": ".5rem 1rem",
    "button_large_text_size": "1rem",
    "button_large_text_weight": "600",
    "input_border_width": "1px",
}

THEME = gr.themes.Base(
    radius_size="md",
    font=["system-ui", "Noto Sans", "Noto Sans KR", "sans-serif"],
    font_mono=["ui-monospace", "monospace"],
).set(
    **_SIZES,
    **{
        # Without one of its own, the night takes what the day's variable held, not its name.
        variable + time: f"var(--{colour})"
        for colour, variables in _COLOURS.items()
        for variable in variables
        for time in ("", "_dark")
    },
)
