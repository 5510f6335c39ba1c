"""The tabs of the page. Gradio lives here and in ui/app.py; what is shown is made by pure functions elsewhere in ui/.

Each tab is a file with `parts()`, which makes its components, and `wire()`, which connects their events. A tab draws
its words (and whatever else depends on the language) when the page is opened and at each switch of the language: see
`frame.Opening`.
"""
