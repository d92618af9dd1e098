namespace Orchestrator.Embedded.Tests.Hosting.Samples;

internal sealed record Order(string Item, int Count);
