namespace Orchestrator.Manifests.Defaults;

internal static class AzureClouds
{
    public const string Public = "AzurePublicCloud";

    private static readonly Dictionary<string, string> DnsSuffixes = new(StringComparer.Ordinal)
    {
        [Public] = "cloudapp.azure.com",
        ["AzureUSGovernmentCloud"] = "cloudapp.usgovcloudapi.net",
        ["AzureChinaCloud"] = "cloudapp.chinacloudapi.cn",
    };

    public static IReadOnlyList<string> Names { get; } = [.. DnsSuffixes.Keys];

    /// <summary>What follows <c>label.location.</c> in the name of a public IP.</summary>
    public static string DnsSuffix(string environment) => DnsSuffixes.GetValueOrDefault(environment, DnsSuffixes[Public]);
}
