"""Shows it: pages and the JSON interface. The only place that knows Flask."""
