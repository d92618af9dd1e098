using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Orchestrator.Embedded.Hosting.Http;

/// <summary>A response under construction; it reaches the caller when the function returns it.</summary>
internal sealed class EmbeddedHttpResponseData(FunctionContext context) : HttpResponseData(context)
{
    private readonly ResponseCookies _cookies = new();

    public override HttpStatusCode StatusCode { get; set; } = HttpStatusCode.OK;

    public override HttpHeadersCollection Headers { get; set; } = [];

    public override Stream Body { get; set; } = new MemoryStream();

    public override HttpCookies Cookies => _cookies;

    public static async Task WriteAsync(HttpResponseData data, HttpResponse response)
    {
        response.StatusCode = (int)data.StatusCode;
        foreach (var (name, values) in data.Headers)
        {
            response.Headers[name] = values.ToArray();
        }

        if (data is EmbeddedHttpResponseData { _cookies: var cookies })
        {
            cookies.WriteTo(response);
        }

        if (data.Body.CanSeek)
        {
            data.Body.Position = 0;
            response.ContentLength = data.Body.Length;
        }

        await data.Body.CopyToAsync(response.Body, response.HttpContext.RequestAborted);
    }

    private sealed class ResponseCookies : HttpCookies
    {
        private readonly List<IHttpCookie> _cookies = [];

        public override void Append(string name, string value) => _cookies.Add(new HttpCookie(name, value));

        public override void Append(IHttpCookie cookie) => _cookies.Add(cookie);

        public override IHttpCookie CreateNew() => new HttpCookie(string.Empty, string.Empty);

        public void WriteTo(HttpResponse response)
        {
            foreach (var cookie in _cookies)
            {
                response.Cookies.Append(cookie.Name, cookie.Value, Options(cookie));
            }
        }

        private static CookieOptions Options(IHttpCookie cookie) => new()
        {
            Domain = cookie.Domain,
            Path = cookie.Path ?? "/",
            Expires = cookie.Expires,
            HttpOnly = cookie.HttpOnly ?? false,
            Secure = cookie.Secure ?? false,
            MaxAge = cookie.MaxAge is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            SameSite = cookie.SameSite switch
            {
                SameSite.ExplicitNone => SameSiteMode.None,
                SameSite.Lax => SameSiteMode.Lax,
                SameSite.Strict => SameSiteMode.Strict,
                _ => SameSiteMode.Unspecified,
            },
        };
    }
}
