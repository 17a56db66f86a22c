// A person at the workbench: what UI tests do, in terms of keys, menus and what is on the screen.
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { type Server, workbenchUrl } from './server.ts';

/** Opens a window on a folder, and resolves when its editors, views and extensions are there. */
export async function openWindow(browser: Browser, server: Server, folder: string): Promise<Window> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-US' });
  const outside: string[] = [];
  page.on('request', (request) => {
    const address = new URL(request.url());
    // resources of web views have an address for show: VS Code's service worker answers them
    if (address.host === server.authority || address.host.endsWith('.vscode-resource.vscode-cdn.net')) return;
    if (/^(http|ws)/.test(address.protocol)) outside.push(request.url());
  });
  const payload = [
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
  ] as const;
  await page.goto(workbenchUrl(server, { folder, payload }), { waitUntil: 'commit' });
  // marks that VS Code sets itself
  const ready = (): boolean =>
    ['code/didStartWorkbench', 'code/didLoadExtensions'].every((name) => performance.getEntriesByName(name).length > 0);
  await page.waitForFunction(ready, null, { timeout: 60_000 });
  return new Window(page, outside);
}

export class Window {
  readonly page: Page;
  /** What was asked of any address but the server's. */
  readonly outside: readonly string[];

  constructor(page: Page, outside: readonly string[]) {
    this.page = page;
    this.outside = outside;
  }

  close(): Promise<void> {
    return this.page.close();
  }

  async screenshot(path: string): Promise<void> {
    mkdirSync(dirname(path), { recursive: true });
    await this.page.screenshot({ path, animations: 'disabled', caret: 'hide' });
  }

  // --- the command palette and every other quick input

  get quickInput(): Locator {
    return this.page.locator('.quick-input-widget:visible');
  }

  /** The rows that hold a text. */
  rows(label: string): Locator {
    return this.quickInput.locator('.quick-input-list .monaco-list-row').filter({ hasText: label });
  }

  /** Types into the command palette. */
  async searchCommands(title: string): Promise<void> {
    await this.page.keyboard.press('F1'); // not Ctrl+Shift+P, which some browsers take for themselves
    await this.quickInput.waitFor();
    await this.quickInput.locator('input').fill(`>${title}`);
  }

  /** Runs a command from the palette. A young window may not offer it yet, and its list stays as it was opened. */
  async command(title: string, tries = 5): Promise<void> {
    await this.searchCommands(title);
    const row = this.rows(title).first();
    const there = await row.waitFor({ timeout: 3000 }).then(
      () => true,
      () => false,
    );
    if (!there && tries > 1) {
      await this.page.keyboard.press('Escape');
      return this.command(title, tries - 1);
    }
    await row.click(); // Enter would run what was first before the list was filtered
  }

  /** Opens a file by its path in the workspace. */
  async openFile(path: string): Promise<void> {
    const name = path.split('/').at(-1) ?? '';
    await this.page.keyboard.press('Control+P');
    await this.quickInput.waitFor();
    await this.quickInput.locator('input').fill(path);
    await this.rows(name).first().click();
    await this.page.locator('.tabs-container .tab.active').filter({ hasText: name }).waitFor();
    await this.editor.locator('.view-line').first().waitFor();
  }

  // --- the editor

  get editor(): Locator {
    return this.page.locator('.editor-group-container.active .monaco-editor[data-uri]').first();
  }

  squiggles(severity: 'error' | 'warning' | 'info' | 'hint'): Locator {
    return this.editor.locator(`.cdr.squiggly-${severity}`);
  }

  /** Sets the cursor; counted from one. */
  async goto(line: number, column: number): Promise<void> {
    await this.page.keyboard.press('Control+G');
    await this.quickInput.waitFor();
    await this.quickInput.locator('input').fill(`:${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await this.quickInput.waitFor({ state: 'hidden' });
    await this.page.locator('.statusbar-item', { hasText: `Ln ${line}, Col ${column}` }).waitFor();
  }

  /** Saves what has just been changed; a change by the extension takes its time to arrive. */
  async save(): Promise<void> {
    const unsaved = this.page.locator('.tab.dirty');
    await unsaved.waitFor();
    await this.page.keyboard.press('Control+S');
    await unsaved.waitFor({ state: 'detached' });
  }

  // --- quick fixes

  get #fixes(): Locator {
    return this.page.locator('.action-widget:visible .monaco-list-row.action');
  }

  /**
   * Opens the Quick Fix menu at the cursor and tells its entries. VS Code drops the menu when the last change of cursor or
   * diagnostics is still being worked on, about once in twenty times: like a person, press again.
   */
  async quickFixes(): Promise<string[]> {
    for (let left = 5; ; left--) {
      await this.page.keyboard.press('Control+.');
      try {
        await this.#fixes.first().waitFor({ timeout: 2000 });
        return await this.#fixes.locator('.title').allInnerTexts();
      } catch (error) {
        if (left === 0) throw error;
      }
    }
  }

  async applyFix(title: string): Promise<void> {
    await this.#fixes.filter({ hasText: title }).first().click();
    await this.page.locator('.action-widget:visible').waitFor({ state: 'hidden' });
  }

  // --- around the editor

  get panel(): Locator {
    return this.page.locator('.part.panel:visible');
  }

  statusBarItem(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item').filter({ hasText: text });
  }

  /** Shows the list behind the braces beside the name of the language. */
  async hoverLanguageStatus(): Promise<void> {
    await this.page.locator('#status\\.languageStatus').hover();
  }

  toasts(): Locator {
    return this.page.locator('.notifications-toasts .notification-toast');
  }

  /** The document of a web view: a frame in a frame. */
  get webview(): ReturnType<Page['frameLocator']> {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }
}
