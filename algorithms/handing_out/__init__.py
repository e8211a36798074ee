"""What is handed out of an entry when somebody asks for it as a public record: what goes out, and that it did."""
