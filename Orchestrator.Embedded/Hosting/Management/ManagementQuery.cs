using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.DurableTask.Client;
using Orchestrator.Embedded.Hosting.Invocation;

namespace Orchestrator.Embedded.Hosting.Management;

/// <summary>Reads the parameters and bodies of the management API. What cannot be read is a bad request, never ignored.</summary>
internal static class ManagementQuery
{
    public static string Route(this HttpContext http, string name) => (string)http.Request.RouteValues[name]!;

    public static string? Text(this HttpContext http, string name) =>
        http.Request.Query[name].ToString() is { Length: > 0 } text ? text : null;

    public static bool Flag(this HttpContext http, string name, bool byDefault) => http.Text(name) is not { } text
        ? byDefault
        : bool.TryParse(text, out var value) ? value : throw Invalid(name, text, "true or false");

    public static int? Count(this HttpContext http, string name) => http.Text(name) is not { } text
        ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value is > 0 and < int.MaxValue
            ? value
            : throw Invalid(name, text, "a whole number above 0");

    /// <summary>A time without zone is UTC.</summary>
    public static DateTimeOffset? Time(this HttpContext http, string name) => http.Text(name) is not { } text
        ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var value)
            ? value
            : throw Invalid(name, text, "a time, such as 2026-11-20T12:00:00Z");

    /// <summary>Seconds, with a fraction if need be.</summary>
    public static TimeSpan? Seconds(this HttpContext http, string name) => http.Text(name) is not { } text
        ? null
        : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value <= int.MaxValue / 1000
            ? TimeSpan.FromSeconds(value)
            : throw Invalid(name, text, "a number of seconds up to 2147483");

    /// <summary>Null when none is named, which means every status.</summary>
    public static IReadOnlyList<OrchestrationRuntimeStatus>? Statuses(this HttpContext http, string name)
    {
        var texts = http.Request.Query[name].SelectMany(value => (value ?? string.Empty).Split(','))
            .Select(text => text.Trim()).Where(text => text.Length > 0).ToArray();
        return texts.Length == 0 ? null : [.. texts.Select(text =>
            !int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out _)
            && Enum.TryParse<OrchestrationRuntimeStatus>(text, ignoreCase: true, out var status)
                ? status
                : throw Invalid(name, text, "a runtime status"))];
    }

    /// <summary>Instance ids may hold what a header may not, so the token is encoded.</summary>
    public static string EncodeToken(string token) => WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(token));

    public static string? DecodeToken(string? header)
    {
        try
        {
            return string.IsNullOrEmpty(header) ? null : Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(header));
        }
        catch (FormatException e)
        {
            throw new FunctionBindingException("The header x-ms-continuation-token holds no token of this API.", e);
        }
    }

    /// <summary>An empty body is null, or an error where one is <paramref name="required"/>.</summary>
    public static async Task<JsonNode?> ReadJsonAsync(this HttpContext http, bool required = false)
    {
        var body = await BinaryData.FromStreamAsync(http.Request.Body, http.RequestAborted);
        try
        {
            return body.ToMemory().IsEmpty && !required ? null : JsonNode.Parse(body);
        }
        catch (JsonException e)
        {
            throw new FunctionBindingException($"The body is not valid JSON: {e.Message}", e);
        }
    }

    public static Task AnswerAsync<T>(this HttpContext http, int status, T body)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(body, http.RequestAborted);
    }

    private static FunctionBindingException Invalid(string name, string text, string rule) => new($"'{text}' is not {rule} ({name}).");
}
