"""Accounts in a browser: who signs in sees the desk."""

from playwright.sync_api import Page, expect

from tests.browser.office import Office, sign_in


def test_whoever_is_signed_in_sees_the_desk(page: Page, office: Office) -> None:
    sign_in(page, office.address, office.database_url, "admin")
    page.goto(f"{office.address}/buero/duisburg/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Zu tun")
