"""How machines find what is public: robots.txt, the sitemap, and whom to tell of a weakness."""
