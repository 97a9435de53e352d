"""Speak the Model Context Protocol: list and call tools, read resources, give prompts.

Settings come in; a server goes out that answers until its client is gone. What it knows of the
graph it has from the front.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import anyio
from mcp import MCPError, types
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server

from jnkg import __version__
from jnkg.agents.front import Front, Settings
from jnkg.agents.guide import INSTRUCTIONS, PROMPTS, TITLES
from jnkg.agents.served import ALL_TOOLS, Tool
from jnkg.describing.edition import TITLE
from jnkg.names import BASE, LANGUAGES

Context = ServerRequestContext[dict[str, object]]
SCHEME = "jnkg://"
HOST = "127.0.0.1"


class Protocol:
    """What answers the requests of clients."""

    def __init__(self, front: Front) -> None:
        self.front = front

    @asynccontextmanager
    async def life(self, _: Server[dict[str, object]]) -> AsyncIterator[dict[str, object]]:
        """Warm up while the client is greeted, and leave nothing behind."""
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self.front.warm)
            try:
                yield {}
            finally:
                tasks.cancel_scope.cancel()

    async def list_tools(
        self, _: Context, __: types.PaginatedRequestParams | None
    ) -> types.ListToolsResult:
        """List the tools."""
        return types.ListToolsResult(tools=[described(tool) for tool in ALL_TOOLS])

    async def call_tool(
        self, _: Context, params: types.CallToolRequestParams
    ) -> types.CallToolResult:
        """Call a tool."""
        outcome = await self.front.answer(
            self.front.call(tool=params.name, given=params.arguments or {})
        )
        text = types.TextContent(type="text", text=outcome.text)
        return types.CallToolResult(
            content=[text], structured_content=outcome.data, is_error=outcome.is_error
        )

    async def list_resources(
        self, _: Context, __: types.PaginatedRequestParams | None
    ) -> types.ListResourcesResult:
        """List the resources, each in both languages."""
        found = [
            types.Resource(
                uri=f"{SCHEME}{name}/{language}", name=f"{name}-{language}",
                title=TITLES[name][language], mime_type=media_type(name),
            )
            for name in TITLES
            for language in LANGUAGES
        ]  # fmt: skip
        return types.ListResourcesResult(resources=found)

    async def read_resource(
        self, _: Context, params: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        """Read a resource; raises MCPError where there is none."""
        uri = str(params.uri)
        name, _slash, language = uri.removeprefix(SCHEME).partition("/")
        if name not in TITLES or language not in LANGUAGES or not uri.startswith(SCHEME):
            known = [f"{SCHEME}{n}/{code}" for n in TITLES for code in LANGUAGES]
            raise missing("resource", "リソース", uri, known)
        outcome = await self.front.answer(self.front.call(resource=name, given={"lang": language}))
        if outcome.is_error:
            raise MCPError(types.INTERNAL_ERROR, outcome.text, outcome.data)
        text = types.TextResourceContents(uri=uri, text=outcome.text, mime_type=media_type(name))
        return types.ReadResourceResult(contents=[text])

    async def list_prompts(
        self, _: Context, __: types.PaginatedRequestParams | None
    ) -> types.ListPromptsResult:
        """List the prompts."""
        language = types.PromptArgument(name="lang", description="en | ja", required=False)
        found = [
            types.Prompt(
                name=p.name, title=" / ".join(p.title.values()),
                description="\n".join(p.about.values()),
                arguments=[types.PromptArgument(name=p.argument, required=True), language],
            )
            for p in PROMPTS
        ]  # fmt: skip
        return types.ListPromptsResult(prompts=found)

    async def get_prompt(
        self, _: Context, params: types.GetPromptRequestParams
    ) -> types.GetPromptResult:
        """Give a prompt, filled in; raises MCPError where there is none, or nothing to fill in."""
        prompt = next((p for p in PROMPTS if p.name == params.name), None)
        if prompt is None:
            raise missing("prompt", "プロンプト", params.name, [p.name for p in PROMPTS])
        given = params.arguments or {}
        language = given.get("lang", LANGUAGES[0])
        filling = str(given.get(prompt.argument, "")).strip()
        if not filling or language not in LANGUAGES:
            raise missing("argument", "引数", prompt.argument, [prompt.argument, "lang=en|ja"])
        text = types.TextContent(type="text", text=prompt.text[language].format(filling))
        return types.GetPromptResult(
            description=prompt.about[language],
            messages=[types.PromptMessage(role="user", content=text)],
        )


def missing(en: str, ja: str, name: str, known: list[str]) -> MCPError:
    """Say that there is nothing of a name, and what there is, in both languages."""
    listed = ", ".join(known)
    words = f"There is no {en} {name!r}. Known: {listed}. {ja}「{name}」はありません。"
    return MCPError(types.INVALID_PARAMS, words, {"name": name, "known": known})


def media_type(name: str) -> str:
    """Give the media type of a resource."""
    return "text/markdown" if name in ("guide", "licence") else "application/json"


def described(tool: Tool) -> types.Tool:
    """Describe a tool as the protocol has it, in both languages."""
    return types.Tool(
        name=tool.name,
        title=" / ".join(tool.title.values()),
        description="\n".join(tool.about.values()),
        input_schema=dict(tool.takes),
        output_schema=dict(tool.gives),
        annotations=types.ToolAnnotations(
            read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
        ),
    )


def server(settings: Settings) -> Server[dict[str, object]]:
    """Make a server."""
    told = Protocol(Front(settings))
    return Server(
        "jnkg",
        version=__version__,
        title=" / ".join(TITLE.values()),
        instructions=INSTRUCTIONS,
        website_url=BASE,
        lifespan=told.life,
        on_list_tools=told.list_tools,
        on_call_tool=told.call_tool,
        on_list_resources=told.list_resources,
        on_read_resource=told.read_resource,
        on_list_prompts=told.list_prompts,
        on_get_prompt=told.get_prompt,
    )


def serve_stdio(settings: Settings) -> None:
    """Serve one client over standard input and output until it is gone."""

    async def session() -> None:
        made = server(settings)
        async with stdio_server() as (incoming, outgoing):
            await made.run(incoming, outgoing, made.create_initialization_options())

    with suppress(KeyboardInterrupt):
        anyio.run(session)


def serve_http(settings: Settings, port: int) -> None:
    """Serve clients of this machine over streamable HTTP at /mcp until the process is ended."""
    import uvicorn

    app = server(settings).streamable_http_app(host=HOST)
    uvicorn.run(app, host=HOST, port=port, log_level="warning")
