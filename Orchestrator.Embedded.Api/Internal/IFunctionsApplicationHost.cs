namespace Orchestrator.Embedded.Api.Internal;

/// <summary>Whoever runs the Functions assembly; <see cref="FunctionsApplicationHost.Current"/> names it while Program.cs runs.</summary>
internal interface IFunctionsApplicationHost
{
    IFunctionsApplicationBackend CreateBackend(string[] args);
}
