using System.Text.RegularExpressions;

namespace Orchestrator.Manifests.Validation;

/// <summary>What Azure, Kubernetes and CAPZ take as names.</summary>
internal static partial class NamePatterns
{
    [GeneratedRegex(@"\A[a-z0-9]([a-z0-9-]{0,42}[a-z0-9])?\z", RegexOptions.CultureInvariant)]
    public static partial Regex Cluster();

    [GeneratedRegex(@"\A[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\z", RegexOptions.CultureInvariant)]
    public static partial Regex Namespace();

    // 58: Azure adds six characters to make the computer names, which are at most 64 long.
    [GeneratedRegex(@"\A[a-z0-9]([a-z0-9-]{0,56}[a-z0-9])?\z", RegexOptions.CultureInvariant)]
    public static partial Regex MachineGroup();

    [GeneratedRegex(@"\A[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\z", RegexOptions.CultureInvariant)]
    public static partial Regex Subscription();

    [GeneratedRegex(@"\A[a-z0-9]{1,50}\z", RegexOptions.CultureInvariant)]
    public static partial Regex Location();

    [GeneratedRegex(@"\A[a-z0-9]{3,24}\z", RegexOptions.CultureInvariant)]
    public static partial Regex StorageAccount();

    [GeneratedRegex(@"\A(?=.{3,63}\z)[a-z0-9]+(-[a-z0-9]+)*\z", RegexOptions.CultureInvariant)]
    public static partial Regex BlobContainer();

    [GeneratedRegex(@"\A(\*|[\w.*]+(/[\w.*]+)+)\z", RegexOptions.CultureInvariant)]
    public static partial Regex RoleAction();

    [GeneratedRegex(@"\A[-\w._()]{0,89}[-\w_()]\z", RegexOptions.CultureInvariant)]
    public static partial Regex ResourceGroup();

    [GeneratedRegex(@"\A[a-zA-Z0-9]([-\w.]{0,78}\w)?\z", RegexOptions.CultureInvariant)]
    public static partial Regex NetworkResource();

    [GeneratedRegex(@"\A[A-Za-z0-9]+(_[A-Za-z0-9-]+)+\z", RegexOptions.CultureInvariant)]
    public static partial Regex VmSize();

    [GeneratedRegex(@"\A/subscriptions/[^/]+/resource[gG]roups/[^/]+/providers/Microsoft\.ManagedIdentity/userAssignedIdentities/[^/]+\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    public static partial Regex UserAssignedIdentity();

    [GeneratedRegex(@"\AMicrosoft\.[a-zA-Z]{1,42}[a-zA-Z0-9]{0,42}\z", RegexOptions.CultureInvariant)]
    public static partial Regex ServiceEndpoint();

    [GeneratedRegex(@"\A([a-z]{1,42}[0-9]{0,5}|[*])\z", RegexOptions.CultureInvariant)]
    public static partial Regex ServiceEndpointLocation();

    [GeneratedRegex(@"\A[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*\z", RegexOptions.CultureInvariant)]
    public static partial Regex DnsName();

    [GeneratedRegex(@"\A(\*|[0-9]{1,5}(-[0-9]{1,5})?(,[0-9]{1,5}(-[0-9]{1,5})?)*)\z", RegexOptions.CultureInvariant)]
    public static partial Regex Ports();

    [GeneratedRegex(@"\A[0-9]{1,6}%?\z", RegexOptions.CultureInvariant)]
    public static partial Regex CountOrPercentage();

    [GeneratedRegex(@"\A[A-Za-z0-9]([A-Za-z0-9_.-]{0,63}[A-Za-z0-9_])?\z", RegexOptions.CultureInvariant)]
    public static partial Regex DiskSuffix();

    [GeneratedRegex(@"\A(ssh-rsa|ssh-ed25519|ecdsa-sha2-nistp(256|384|521)) [A-Za-z0-9+/]+={0,2}( .*)?\z", RegexOptions.CultureInvariant)]
    public static partial Regex SshPublicKey();

    [GeneratedRegex(@"\A[0-9]+\.[0-9]+\z", RegexOptions.CultureInvariant)]
    public static partial Regex ExtensionVersion();

    [GeneratedRegex(@"\A/subscriptions/[^/]+/providers/Microsoft\.Authorization/roleDefinitions/[0-9a-fA-F-]{36}\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    public static partial Regex RoleDefinition();

    [GeneratedRegex(@"\A/(subscriptions|providers/Microsoft\.Management/managementGroups)/\S*[^/\s]\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    public static partial Regex RoleScope();

    [GeneratedRegex(@"\A-1\z|\A[0-9]+(\.[0-9]{1,5})?\z", RegexOptions.CultureInvariant)]
    public static partial Regex SpotPrice();
}
