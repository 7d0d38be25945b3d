// A message for another site, carried by this browser: sent at once, or by the button where there is no script.
for (const form of document.querySelectorAll("form[data-carry]")) form.submit();
