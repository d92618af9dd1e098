using System.Text.RegularExpressions;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Types;
using Orchestrator.Simulator.Contract;

namespace Orchestrator.Simulator.Arm;

/// <summary>Which api-versions are served. Bodies are checked against the contract's version whichever of them is named.</summary>
internal sealed partial class ApiVersions(ContractValidator contract, SimulatorOptions options)
{
    private static readonly string[] Resources =
    [
        "2025-04-01", "2025-03-01", "2024-11-01", "2024-07-01", "2024-03-01", "2023-07-01", "2022-09-01", "2022-12-01", "2021-04-01", "2021-01-01", "2020-10-01", "2020-06-01", "2020-01-01", "2019-10-01",
    ];

    /// <summary>Versions besides the contract's that clients of this field still send.</summary>
    private static readonly Dictionary<string, string[]> Older = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Microsoft.Network"] = ["2025-01-01", "2024-10-01", "2024-07-01", "2024-05-01", "2024-01-01", "2023-11-01", "2023-09-01", "2023-06-01", "2023-05-01", "2023-04-01", "2023-02-01", "2022-11-01", "2022-09-01", "2022-07-01", "2022-05-01", "2022-01-01", "2021-08-01", "2021-05-01", "2021-02-01", "2020-11-01"],
        ["Microsoft.Compute"] = ["2025-04-01", "2024-11-01", "2024-07-01", "2024-03-02", "2024-03-01", "2023-10-02", "2023-09-01", "2023-07-01", "2023-04-02", "2023-03-01", "2022-11-01", "2022-08-01", "2022-03-01", "2021-11-01", "2021-07-01"],
        ["Microsoft.ManagedIdentity"] = ["2018-11-30"],
        ["Microsoft.Authorization"] = ["2020-04-01-preview", "2020-05-01", "2016-09-01"],
        ["Microsoft.EventGrid"] = ["2025-02-15", "2023-12-15-preview", "2021-12-01"],
        ["Microsoft.ContainerService"] = ["2025-05-01", "2025-01-01", "2024-10-01", "2024-09-01", "2024-08-01", "2024-05-01", "2023-11-01", "2023-02-01"],
        ["Microsoft.Storage"] = ["2024-01-01", "2023-01-01", "2022-09-01", "2021-09-01"],
    };

    /// <exception cref="ArmException">400: the version is missing, malformed or not served for this type.</exception>
    public void Check(string? version, string type, string location)
    {
        if (version is null)
        {
            throw ArmErrors.MissingApiVersion();
        }

        var provider = type.Split('/')[0];
        if (!Format().IsMatch(version))
        {
            throw ArmErrors.InvalidApiVersion(version, Resources);
        }

        if (provider.Equals(ProviderStyle.Resources.Namespace, StringComparison.OrdinalIgnoreCase))
        {
            if (!Resources.Contains(version, StringComparer.Ordinal))
            {
                throw ArmErrors.InvalidApiVersion(version, Resources);
            }

            return;
        }

        var supported = contract.ApiVersions(type).Concat(Older.GetValueOrDefault(provider) ?? []).Distinct(StringComparer.Ordinal).OrderDescending(StringComparer.Ordinal).ToList();
        if (!supported.Contains(version, StringComparer.Ordinal))
        {
            throw ArmErrors.NoRegisteredProvider(location, version, type, supported, options.Locations);
        }
    }

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}(-preview)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Format();
}
