namespace Orchestrator.Cli.Rendering;

public enum OutputFormat
{
    Text,
    Json,
    Yaml,
}
