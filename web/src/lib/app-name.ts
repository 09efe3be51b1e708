/** The platform's name. The server writes its `APP_NAME` into index.html. */
export function appName(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="application-name"]')?.content || "Switchboard";
}
