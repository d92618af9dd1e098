using System.Text.RegularExpressions;
using Orchestrator.Simulator.Arm.Errors;

namespace Orchestrator.Simulator.Arm.Types;

/// <summary>How resources of Microsoft.Compute may be called.</summary>
internal static partial class ComputeNames
{
    /// <exception cref="ArmException">400: too long, or characters that are not allowed.</exception>
    public static void Check(string name, int longest, string parameter)
    {
        if (name.Length > longest || !Valid().IsMatch(name))
        {
            throw ArmErrors.InvalidParameter($"The value '{name}' of parameter '{parameter}' is invalid. A name has at most {longest} letters, digits, '_', '.' and '-', starts with a letter, a digit or '_', and does not end with '.' or '-'.", parameter);
        }
    }

    [GeneratedRegex("^[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?$", RegexOptions.CultureInvariant)]
    private static partial Regex Valid();
}
