using System.Globalization;
using Orchestrator.Contracts.Errors;
using Orchestrator.Manifests.Reading;
using Orchestrator.Manifests.Sources;

namespace Orchestrator.Manifests.Validation;

/// <summary>Reports problems of a spec at the place where the field was written.</summary>
internal sealed class SpecReport(DiagnosticSink sink, SpecOrigins origins)
{
    public void Error(ErrorDefinition definition, string specPath, string message, string? action = null) =>
        sink.Error(definition, Find(specPath), message, action);

    public void Warning(ErrorDefinition definition, string specPath, string message, string action) =>
        sink.Warning(definition, Find(specPath), message, action);

    public void Invalid(string specPath, string message, string action) => Error(ErrorCatalog.InvalidValue, specPath, message, action);

    public void Range(string specPath, string name, int? value, int minimum, int maximum)
    {
        if (value < minimum || value > maximum)
        {
            Invalid(specPath, $"'{Written(specPath, name)}' cannot be {value.Value.ToString(CultureInfo.InvariantCulture)}.", $"Write a number from {minimum} to {maximum}.");
        }
    }

    public void Pattern(string specPath, string name, string value, System.Text.RegularExpressions.Regex pattern, string wanted)
    {
        if (!Unknown.IsIn(value) && !pattern.IsMatch(value))
        {
            Invalid(specPath, $"'{Written(specPath, name)}' cannot be \"{value}\".", $"Write {wanted}.");
        }
    }

    // The manifest's own name of the field: ours may call it otherwise.
    private string Written(string specPath, string name) =>
        origins.Has(specPath) && Find(specPath)?.Path is { } path && !path.EndsWith(']') ? path[(path.LastIndexOf('.') + 1)..] : name;

    private SourceLocation? Find(string specPath) => origins.Find(specPath);
}
