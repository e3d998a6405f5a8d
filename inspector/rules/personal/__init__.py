"""Family `personal`: what leads to a person where the page leaves room for it."""
