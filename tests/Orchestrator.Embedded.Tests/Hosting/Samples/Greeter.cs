namespace Orchestrator.Embedded.Tests.Hosting.Samples;

internal sealed record Greeter(string Greeting)
{
    public string Greet(string name) => $"{Greeting}, {name}";
}
