namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>Gives the request of an invocation.</summary>
public interface IHttpRequestDataFeature
{
    ValueTask<HttpRequestData?> GetHttpRequestDataAsync(FunctionContext context);
}
