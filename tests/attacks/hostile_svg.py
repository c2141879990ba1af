"""Pictures in SVG that want to act: in a page as they are, each of these could.

`steal()` runs if a script gets through; `thief.example` is asked if anything is loaded.
"""

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'

SVGS = {
    "script": f"{HEAD}<script>steal()</script></svg>",
    "script-by-href": f'{HEAD}<script href="data:text/javascript,steal()"/></svg>',
    "script-by-xlink": f'{HEAD}<script xlink:href="data:text/javascript,steal()"/></svg>',
    "onload": '<svg onload="steal()"></svg>',
    "onload-inside": f'{HEAD}<g onload="steal()"><rect onclick="steal()" width="99" height="99"/></g></svg>',
    "onfocus": f'{HEAD}<a tabindex="0" autofocus="" onfocus="steal()"><text>x</text></a></svg>',
    "foreign-frame": f"{HEAD}<foreignObject width='99' height='99'><iframe srcdoc='&lt;script&gt;parent.steal()&lt;/script&gt;'></iframe></foreignObject></svg>",
    "foreign-body": f"{HEAD}<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'><img src='x' onerror='steal()'/></body></foreignObject></svg>",
    "use-data": f"{HEAD}<use href=\"data:image/svg+xml,%3Csvg id='x' xmlns='http://www.w3.org/2000/svg' onload='steal()'/%3E#x\"/></svg>",
    "use-elsewhere": f'{HEAD}<use xlink:href="https://thief.example/1.svg#x"/></svg>',
    "image-href": f'{HEAD}<image href="https://thief.example/2.png" width="9" height="9"/></svg>',
    "image-onerror": f'{HEAD}<image href="x:y" onerror="steal()" width="9" height="9"/></svg>',
    "feimage": f'{HEAD}<filter id="f"><feImage href="https://thief.example/3.png"/></filter><rect filter="url(#f)" width="9" height="9"/></svg>',
    "style-url": f'{HEAD}<rect style="fill: url(https://thief.example/4.svg#x); background: url(https://thief.example/5)" width="9" height="9"/></svg>',
    "fill-url": f'{HEAD}<rect fill="url(https://thief.example/6.svg#x)" mask="url(https://thief.example/7.svg#x)" width="9" height="9"/></svg>',
    "sheet": f"{HEAD}<style>@import 'https://thief.example/8'; * {{ background: url(https://thief.example/9) }}</style></svg>",
    "sheet-breaks-out": "<svg><style><img src='x' onerror='steal()'></style></svg>",
    "cover": '<svg style="position: fixed; inset: 0" width="9999" height="9999"><rect width="9999" height="9999"/></svg>',
    "animate": f'{HEAD}<a><animate attributeName="href" values="javascript:steal()"/><text>x</text></a></svg>',
    "animate-onbegin": f'{HEAD}<animate onbegin="steal()" attributeName="x" dur="1s"/></svg>',
    "set": f'{HEAD}<rect width="9" height="9"><set attributeName="onclick" to="steal()"/></rect><set onend="steal()" attributeName="x" dur="0.01s"/></svg>',
    "handler": f'{HEAD}<handler xmlns:ev="http://www.w3.org/2001/xml-events" ev:event="load">steal()</handler></svg>',
    "link": f'{HEAD}<a xlink:href="javascript:steal()"><text>x</text></a><a href="java&#10;script:steal()"><text>y</text></a></svg>',
    "entity": '<!DOCTYPE svg [<!ENTITY x "&#60;script&#62;steal()&#60;/script&#62;">]><svg xmlns="http://www.w3.org/2000/svg">&x;</svg>',
    "entity-attribute": '<svg><a xlink:href="&#x6a;avascript:steal()"><text>x</text></a><rect on&#x6c;oad="steal()"/></svg>',
    "entity-file": '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg"><text>&x;</text></svg>',
    "cdata": f"{HEAD}<![CDATA[<script>steal()</script>]]><text><![CDATA[</text></svg><img src='x' onerror='steal()'>]]></text></svg>",
    "comment": "<svg><!--><img src='x' onerror='steal()'>--></svg>",
    "sheet-instruction": f'<?xml-stylesheet href="https://thief.example/10.css"?>{HEAD}</svg>',
    "math": "<math><mtext><svg><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=steal()&gt;'></mglyph></svg></mtext></math>",
    "math-link": "<math href='javascript:steal()'>x</math><math><maction actiontype='statusline' xlink:href='javascript:steal()'>y</maction></math>",
    "math-annotation": "<math><annotation-xml encoding='text/html'><svg><script>steal()</script></svg><img src='x' onerror='steal()'></annotation-xml></math>",
    "swaps-namespace": "<svg></p><style><a title='</style><img src=x onerror=steal()>'></svg>",
    "form-in-math": "<form><math><mtext></form><form><mglyph><svg><mtext><style><path id='</style><img onerror=steal() src=x>'>",
    "title": "<svg><title><img src='x' onerror='steal()'></title><desc><iframe src='javascript:parent.steal()'></iframe></desc></svg>",
    "noscript": "<svg><noscript><p title='</noscript><img src=x onerror=steal()>'></noscript></svg>",
    "prefix": "<svg:svg xmlns:svg='http://www.w3.org/2000/svg'><svg:script>steal()</svg:script></svg:svg>",
    "unclosed": "<svg><desc><table><svg onload=steal()",
}

WORDS = (
    '"><script>steal()</script>',
    "' onload='steal()' x='",
    "</svg><img src=x onerror=steal()>",
    "</text><foreignObject><iframe srcdoc='<script>parent.steal()</script>'>",
    "`<b onclick=steal()>`",
    "\x1b[31m\u202e\ud800&lt;script&gt;",
)
"""What a student may call a run, a sample or a picture."""
