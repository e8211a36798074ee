"""One-time codes as somebody with an app gives them: setting them up, and the page that asks for one."""

import pyotp

from staff import PASSWORD


def app_of(page) -> pyotp.TOTP:
    """What an app makes of the text next to the picture."""
    text = page.text.partition("i appen:")[2] or page.text.partition("into the app:")[2]
    return pyotp.TOTP("".join(text.split()[:8]))


def set_up(staff, name: str = "anna"):
    """The app, and the recovery codes."""
    staff.sign_in(name)
    staff.client.get("/workspace/account/codes")
    staff.client.submit("/workspace/account/codes", password=PASSWORD)
    app = app_of(staff.client.page)
    staff.client.submit("/workspace/account/codes/confirm", code=app.at(staff.clock.now))
    shown = staff.client.page.text
    codes = [word for word in shown.split() if word.count("-") == 3 and len(word) == 19]
    staff.client.cookies.clear()
    staff.clock.forward(seconds=30)
    return app, codes


def give(staff, code: str):
    """The answer to the second step's form, not where it leads."""
    staff.client.get("/sign-in/code")
    return staff.client.post("/sign-in/code", staff.client.page.form(0).fill({"code": code}).fields)
