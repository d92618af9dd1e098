namespace Orchestrator.Embedded.Api.Internal;

/// <summary>Where FunctionsApplication.CreateBuilder finds the host. It flows with the call, so that hosts in one process do not meet.</summary>
internal static class FunctionsApplicationHost
{
    private static readonly AsyncLocal<IFunctionsApplicationHost?> Host = new();

    public static IFunctionsApplicationHost? Current
    {
        get => Host.Value;
        set => Host.Value = value;
    }
}
